#include "corpus/synthetic.h"

#include <algorithm>
#include <cmath>
#include <set>
#include <sstream>

#include "corpus/helpers.h"

namespace mmim {
namespace {

double correlation(const std::vector<double>& a, const std::vector<double>& b) {
  double sa = 0, sb = 0, aa = 0, bb = 0, ab = 0;
  const auto n = static_cast<double>(a.size());
  for (size_t i = 0; i < a.size(); ++i) sa += a[i], sb += b[i];
  for (size_t i = 0; i < a.size(); ++i) {
    aa += (a[i] - sa / n) * (a[i] - sa / n);
    bb += (b[i] - sb / n) * (b[i] - sb / n);
    ab += (a[i] - sa / n) * (b[i] - sb / n);
  }
  return ab / std::sqrt(aa * bb);
}

TEST(Synthetic, StatisticsOfBothStreamsCorrelateAsStated) {
  SyntheticOptions options;
  options.utterances = 6000;
  options.longest = 6;
  const auto source = synthetic_source(options);
  std::vector<double> visual, acoustic, label, words;
  for (int64_t i = 0; i < source->size(SplitName::train); ++i) {
    const Utterance utterance = source->read(SplitName::train, i);
    visual.push_back(synthetic_statistic(options, Modality::visual, utterance.streams.visual.values));
    acoustic.push_back(synthetic_statistic(options, Modality::acoustic, utterance.streams.acoustic.values));
    label.push_back(utterance.label.value());
  }
  const double rho = options.visual_correlation * options.acoustic_correlation;
  const double standard_error = (1 - rho * rho) / std::sqrt(static_cast<double>(visual.size()));
  EXPECT_NEAR(correlation(visual, acoustic), rho, 4 * standard_error);
  // The label is a bounded function of the latent, so it correlates a little less than the latent would.
  EXPECT_NEAR(correlation(visual, label), options.visual_correlation, 0.04);
  EXPECT_NEAR(correlation(acoustic, label), options.acoustic_correlation, 0.04);
}

/// The latent that a label was made of, but for its rounding.
double latent_of(float label) { return std::atanh(std::clamp(label / 3.0, -0.98, 0.98)) / 0.6; }

TEST(Synthetic, StreamsExplainTheStatedShareBeyondTheText) {
  for (const double share : {0.03, 0.1, 0.3}) {
    SyntheticOptions with;
    with.utterances = 12000;
    with.longest = 2;
    SyntheticOptions without = with;
    with.beyond_text = share;
    const auto source = synthetic_source(with), told = synthetic_source(without);
    std::vector<double> s, v, y;
    for (int64_t i = 0; i < source->size(SplitName::train); ++i) {
      const Utterance one = source->read(SplitName::train, i), plain = told->read(SplitName::train, i);
      EXPECT_EQ(one.text, plain.text) << "the text tells of v alone";
      s.push_back(latent_of(one.label.value()));
      v.push_back(latent_of(plain.label.value()));
      const auto statistic = [&](Modality m) { return synthetic_statistic(with, m, one.streams[m].values); };
      y.push_back(1.778 * statistic(Modality::visual) + 0.961 * statistic(Modality::acoustic));  // r^2 / (1 - r^2)
    }
    const double sv = correlation(s, v), sy = correlation(s, y), vy = correlation(v, y);
    const double explained = (sv * sv + sy * sy - 2 * sv * sy * vy) / (1 - vy * vy);
    EXPECT_NEAR(explained - sv * sv, share, 0.01 + 0.1 * share);
  }
}

TEST(Synthetic, RefusesAShareThatItsStreamsCannotExplain) {
  EXPECT_EQ(sentence_of([] { synthetic_source({.beyond_text = 0.9}); }),
            "option `beyond_text`: streams of these correlations explain at most 0.73 of the variance");
}

TEST(Synthetic, MutualInformationIsThatOfTwoGaussians) {
  SyntheticOptions options;
  options.visual_correlation = 0.8;
  options.acoustic_correlation = 0.7;
  const Json stated = synthetic_source(options)->info().extra.at("mutual_information");
  EXPECT_NEAR(stated.at("visual_acoustic_nats").get<double>(), 0.188147365, 1e-8);
}

TEST(Synthetic, LabelsAreMultiplesOfAFifthWithinTheRange) {
  const auto source = synthetic_source({});
  std::set<float> labels;
  for (int64_t i = 0; i < source->size(SplitName::train); ++i) {
    const float label = source->read(SplitName::train, i).label.value();
    EXPECT_LE(std::abs(label), 3);
    EXPECT_NEAR(label * 5, std::nearbyint(label * 5), 1e-5);
    labels.insert(label);
  }
  EXPECT_GT(labels.size(), 20u);
}

TEST(Synthetic, IsAFunctionOfItsSeed) {
  SyntheticOptions options;
  options.utterances = 50;
  const std::string one = assemble(*synthetic_source(options), {}).info.fingerprint;
  EXPECT_EQ(one, assemble(*synthetic_source(options), {}).info.fingerprint);
  options.seed = 8;
  EXPECT_NE(one, assemble(*synthetic_source(options), {}).info.fingerprint);
}

TEST(Synthetic, SaysThatItIsAndSplitsByShares) {
  const auto source = synthetic_source({});
  EXPECT_TRUE(source->info().synthetic);
  EXPECT_EQ(source->size(SplitName::train), 1400);
  EXPECT_EQ(source->size(SplitName::valid), 300);
  EXPECT_EQ(source->size(SplitName::test), 300);
}

TEST(Synthetic, PositiveWordsStandInPositiveUtterances) {
  const auto source = synthetic_source({});
  double good = 0, bad = 0;
  for (int64_t i = 0; i < source->size(SplitName::train); ++i) {
    const Utterance utterance = source->read(SplitName::train, i);
    std::istringstream words(utterance.text);
    for (std::string word; words >> word;) {
      if (word == "excellent") good += utterance.label > 0 ? 1 : -1;
      if (word == "horrible") bad += utterance.label > 0 ? 1 : -1;
    }
  }
  EXPECT_GT(good, 20);
  EXPECT_LT(bad, -20);
}

TEST(Synthetic, EveryWordIsInItsVocabulary) {
  const std::vector<std::string> tokens = synthetic_vocabulary();
  const std::set<std::string> known(tokens.begin(), tokens.end());
  EXPECT_EQ(known.size(), tokens.size());
  EXPECT_EQ(tokens[0], "[PAD]");
  const auto source = synthetic_source({});
  for (int64_t i = 0; i < source->size(SplitName::train); ++i) {
    std::istringstream words(source->read(SplitName::train, i).text);
    for (std::string word; words >> word;) EXPECT_TRUE(known.contains(word)) << word;
  }
}

TEST(Synthetic, StreamsOfOneFeatureAndOneRowWork) {
  SyntheticOptions options;
  options.utterances = 20;
  options.visual_width = options.acoustic_width = options.longest = 1;
  const Dataset dataset = assemble(*synthetic_source(options), {});
  EXPECT_EQ(dataset.split(SplitName::train).length(Modality::visual, 0), 1);
}

}  // namespace
}  // namespace mmim
