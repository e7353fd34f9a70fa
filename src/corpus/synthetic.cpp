#include "corpus/synthetic.h"

#include <cmath>
#include <cstdio>

#include "core/error.h"
#include "core/keys.h"
#include "corpus/lexicon.h"

namespace mmim {

namespace {

constexpr int64_t kUtterancesPerVideo = 10;

/// The direction of a stream: length sqrt(width), so that every feature is of the order of s.
std::vector<double> direction(int64_t seed, Modality stream, int64_t width) {
  KeyedDraws draws(subkey(subkey(static_cast<uint64_t>(seed), "direction"), word(stream)));
  std::vector<double> w(static_cast<size_t>(width));
  double square = 0;
  for (double& value : w) {
    value = draws.normal();
    square += value * value;
  }
  for (double& value : w) value *= std::sqrt(static_cast<double>(width) / square);
  return w;
}

int64_t width_of(const SyntheticOptions& options, Modality stream) {
  return stream == Modality::visual ? options.visual_width : options.acoustic_width;
}

double correlation_of(const SyntheticOptions& options, Modality stream) {
  return stream == Modality::visual ? options.visual_correlation : options.acoustic_correlation;
}

std::string sentence(double s, KeyedDraws draws) {
  const auto graded = sentiment_words();
  const auto neutral = neutral_words();
  std::vector<double> weights;
  double total = 0;
  for (const LexiconWord& word : graded)
    weights.push_back(total += std::exp(-2.0 * (word.sentiment - s) * (word.sentiment - s)) + 1e-3);
  std::string text;
  const auto count = 4 + draws.below(13);
  for (uint64_t i = 0; i < count; ++i) {
    std::string_view word = neutral[draws.below(neutral.size())];
    if (draws.uniform() < 0.3) {
      const double draw = draws.uniform() * total;
      size_t at = 0;
      while (at + 1 < weights.size() && weights[at] < draw) ++at;
      word = graded[at].text;
    }
    text += (i ? " " : "") + std::string(word);
  }
  return text;
}

double precision(double correlation) { return correlation * correlation / (1 - correlation * correlation); }

class SyntheticSource : public Source {
 public:
  explicit SyntheticSource(const SyntheticOptions& options) : options_(options), unsaid_(synthetic_unsaid(options)) {
    for (const Modality m : kRowStreams) directions_[m] = direction(options.seed, m, width_of(options, m));
    sizes_[0] = options.utterances * 70 / 100;
    sizes_[1] = options.utterances * 15 / 100;
    sizes_[2] = options.utterances - sizes_[0] - sizes_[1];
  }

  DatasetInfo info() const override {
    DatasetInfo info{
        .name = "synthetic", .layout = "synthetic", .source = "synthetic", .synthetic = true, .range_is_known = true};
    for (const Modality m : kRowStreams) info.streams[m].width = width_of(options_, m);
    const double rho = options_.visual_correlation * options_.acoustic_correlation;
    SyntheticOptions options = options_;
    info.extra = {{"mutual_information",
                   {{"visual_acoustic_nats", -0.5 * std::log(1 - rho * rho)},
                    {"correlation", rho},
                    {"of", "the sufficient statistics of both streams; pairs with text have no known value"}}},
                  {"options", Options(options).to_json()}};
    return info;
  }

  int64_t size(SplitName split) const override { return sizes_[static_cast<size_t>(split)]; }

  Utterance read(SplitName split, int64_t index) const override {
    int64_t number = index;
    for (size_t before = 0; before < static_cast<size_t>(split); ++before) number += sizes_[before];
    const uint64_t key =
        subkey(subkey(static_cast<uint64_t>(options_.seed), "utterance"), static_cast<uint64_t>(number));
    const double v = KeyedDraws(subkey(key, "latent")).normal();
    const double u = KeyedDraws(subkey(key, "unsaid")).normal();
    const double s = std::sqrt(1 - unsaid_) * v + std::sqrt(unsaid_) * u;
    Utterance utterance;
    // videos do not reach across splits, as in the published sets
    utterance.id = "synthetic-" + word(split) + "-" + std::to_string(index / kUtterancesPerVideo) + "_" +
                   std::to_string(index % kUtterancesPerVideo);
    utterance.text = sentence(v, KeyedDraws(subkey(key, "words")));
    utterance.label = static_cast<float>(std::nearbyint(3 * std::tanh(0.6 * s) * 5) / 5);
    const double told = unsaid_ > 0 ? u : s;
    for (const Modality m : kRowStreams) utterance.streams[m] = rows(m, told, KeyedDraws(subkey(key, word(m))));
    return utterance;
  }

 private:
  StreamRows rows(Modality stream, double told, KeyedDraws draws) const {
    const std::vector<double>& w = directions_[stream];
    const double rho = correlation_of(options_, stream);
    StreamRows stored;
    stored.rows = 1 + static_cast<int64_t>(draws.below(static_cast<uint64_t>(options_.longest)));
    const double y = told + std::sqrt(1 / (rho * rho) - 1) * draws.normal();
    std::vector<double> noise(static_cast<size_t>(stored.rows) * w.size()), mean(w.size());
    for (size_t i = 0; i < noise.size(); ++i) mean[i % w.size()] += noise[i] = draws.normal();
    for (size_t i = 0; i < noise.size(); ++i) {
      const size_t k = i % w.size();
      stored.values.push_back(static_cast<float>(w[k] * y + noise[i] - mean[k] / static_cast<double>(stored.rows)));
    }
    return stored;
  }

  SyntheticOptions options_;
  double unsaid_;
  PerModality<std::vector<double>> directions_;
  std::array<int64_t, 3> sizes_{};
};

}  // namespace

void SyntheticOptions::list(Options& o) {
  o.add("utterances", utterances,
        {.meaning = "utterances in all: 70 % train, 15 % valid, 15 % test", .range = between(10, 1e7)});
  o.add("visual_width", visual_width,
        {.meaning = "features per visual row", .range = between(1, 4096), .source = "MOSI: 20"});
  o.add("acoustic_width", acoustic_width,
        {.meaning = "features per acoustic row", .range = between(1, 4096), .source = "MOSI: 5"});
  o.add("longest", longest, {.meaning = "rows of a stream: 1 to this many", .range = between(1, 10000)});
  o.add("visual_correlation", visual_correlation,
        {.meaning = "of the latent and the visual statistic", .range = between(0.01, 0.999)});
  o.add("acoustic_correlation", acoustic_correlation,
        {.meaning = "of the latent and the acoustic statistic", .range = between(0.01, 0.999)});
  o.add("beyond_text", beyond_text,
        {.meaning =
             "share of the latent's variance that the streams explain beyond the text; they then tell of nothing else",
         .range = between(0, 0.99),
         .earlier = 0.0});
  o.add("seed", seed, {.meaning = "every draw is a function of it", .range = at_least(0)});
}

std::unique_ptr<Source> synthetic_source(const SyntheticOptions& options) {
  return std::make_unique<SyntheticSource>(options);
}

double synthetic_unsaid(const SyntheticOptions& options) {
  const double both = precision(options.visual_correlation) + precision(options.acoustic_correlation);
  const double of_u = both / (1 + both);  // what the statistics explain of u
  if (options.beyond_text <= of_u) return options.beyond_text / of_u;
  char most[16];
  std::snprintf(most, sizeof most, "%.2f", of_u);
  throw ConfigError("option `beyond_text`: streams of these correlations explain at most " + std::string(most) +
                    " of the variance");
}

double synthetic_statistic(const SyntheticOptions& options, Modality stream, std::span<const float> rows) {
  const std::vector<double> w = direction(options.seed, stream, width_of(options, stream));
  double projection = 0;
  for (size_t i = 0; i < rows.size(); ++i) projection += w[i % w.size()] * rows[i];
  return projection / static_cast<double>(rows.size());
}

std::vector<std::string> synthetic_vocabulary() {
  std::vector<std::string> tokens{"[PAD]", "[UNK]", "[CLS]", "[SEP]", "[MASK]"};
  for (char letter = 'a'; letter <= 'z'; ++letter) {
    tokens.push_back(std::string(1, letter));
    tokens.push_back("##" + std::string(1, letter));
  }
  for (const LexiconWord& word : sentiment_words()) tokens.emplace_back(word.text);
  for (const std::string_view word : neutral_words())
    if (word.size() > 1) tokens.emplace_back(word);
  return tokens;
}

}  // namespace mmim
