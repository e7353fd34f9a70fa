#include <cmath>

#include "corpus/helpers.h"

namespace mmim {
namespace {

const std::vector<std::string> kTexts{
    "the movie was great",      "so so bad", "it was fine i think",  "terrible plot and awful music",
    "i really loved this film", "good",      "what a waste of time", "not bad at all"};
const std::vector<float> kLabels{1.8f, -1.2f, 0.0f, -3.0f, 2.4f, 1.0f, -2.6f, 0.6f};

/// What a file holds of the eight utterances.
struct Expected {
  std::string path, layout;
  Alignment alignment = Alignment::none;
  bool upper_case = false, has_text = true;
};

std::ostream& operator<<(std::ostream& out, const Expected& expected) { return out << expected.path; }

class EveryLayout : public testing::TestWithParam<Expected> {
 protected:
  Dataset dataset_ = assemble(*open_source(utterances_in(GetParam().path)), {});
};

float value(int u, int64_t t, int k) { return static_cast<float>(100 * u + 10 * t + k + 1) / 100; }

TEST_P(EveryLayout, IsRecognisedAndReadsTextsAndLabels) {
  const Expected& expected = GetParam();
  EXPECT_EQ(dataset_.info.layout, expected.layout);
  EXPECT_EQ(dataset_.info.alignment, expected.alignment);
  EXPECT_EQ(dataset_.info.source_sha256.size(), 64u);
  ASSERT_EQ(dataset_.split(SplitName::train).size(), 5);
  ASSERT_EQ(dataset_.split(SplitName::valid).size(), 1);
  ASSERT_EQ(dataset_.split(SplitName::test).size(), 2);
  size_t u = 0;
  for (const SplitName split : kSplits)
    for (int64_t i = 0; i < dataset_.split(split).size(); ++i, ++u) {
      std::string text = expected.has_text ? kTexts[u] : "";
      if (expected.upper_case) std::transform(text.begin(), text.end(), text.begin(), ::toupper);
      EXPECT_EQ(dataset_.split(split).text(i), text);
      EXPECT_EQ(dataset_.split(split).label(i), kLabels[u]);
    }
}

/// The first rows of an utterance without oddities, whatever the layout's length for it.
TEST_P(EveryLayout, ReadsRows) {
  const Alignment alignment = dataset_.info.alignment;
  const bool averaged = GetParam().layout == "lmf";
  for (const Modality m : kRowStreams) {
    const int64_t width = m == Modality::visual ? 4 : 3;
    ASSERT_EQ(dataset_.info.streams[m].width, width);
    const auto rows = rows_of(dataset_, SplitName::train, m, 0);
    const int64_t spoken = alignment != Alignment::none || averaged ? 4 : m == Modality::visual ? 3 : 4;
    const int64_t first = alignment == Alignment::pieces ? 1 : 0;
    const int64_t count = averaged ? 1 : spoken + 2 * first;
    ASSERT_EQ(static_cast<int64_t>(rows.size()), count * width);
    for (int64_t t = 0; t < count; ++t)
      for (int k = 0; k < width; ++k) {
        const float inside = averaged ? (value(0, 1, k) + value(0, 2, k)) / 2 : value(0, t - first, k);
        const bool edge = t < first || t >= spoken + first;
        EXPECT_FLOAT_EQ(rows[static_cast<size_t>(t * width + k)], edge && !averaged ? 0 : inside);
      }
  }
}

INSTANTIATE_TEST_SUITE_P(Layouts, EveryLayout,
                         testing::Values(Expected{"mmsa/aligned_50.pkl", "mmsa", Alignment::pieces},
                                         Expected{"mmsa/unaligned_50.pkl", "mmsa"},
                                         Expected{"mult/mosi_data_noalign.pkl", "mult"},
                                         Expected{"mult/mosi_data.pkl", "mult", Alignment::words},
                                         Expected{"mult/mosei_senti_data_noalign.pkl", "mult"},
                                         Expected{"mmim", "mmim"}, Expected{"misa", "misa", Alignment::words},
                                         Expected{"mag_bert/mosi.pkl", "mag-bert", Alignment::words},
                                         Expected{"lmf", "lmf", Alignment::none, false, false},
                                         Expected{"seq20", "seq20", Alignment::words, true}, Expected{"table", "table"},
                                         Expected{"tools", "table"}, Expected{"fet/feature.pkl", "mmsa"},
                                         Expected{"fet_clips", "table"}));

TEST(Layouts, StateLengthsAndPaddingSides) {
  const auto sides = [](const std::string& path) {
    const DatasetInfo info = assemble(*open_source(utterances_in(path)), {}).info;
    return std::make_pair(info.streams.visual.padding, info.streams.acoustic.padding);
  };
  EXPECT_EQ(sides("mmsa/aligned_50.pkl"), std::make_pair(Side::back, Side::back));
  EXPECT_EQ(sides("mmsa/unaligned_50.pkl"), std::make_pair(Side::front, Side::front));
  EXPECT_EQ(sides("mult/mosi_data.pkl"), std::make_pair(Side::front, Side::front));
  EXPECT_EQ(sides("seq20"), std::make_pair(Side::front, Side::front));
}

TEST(Layouts, IdsAreAsPublished) {
  const auto second = [](const std::string& path) {
    return std::string(assemble(*open_source(utterances_in(path)), {}).split(SplitName::train).id(3));
  };
  EXPECT_EQ(second("mmsa/unaligned_50.pkl"), "vid_b$_$10");
  EXPECT_EQ(second("mult/mosi_data_noalign.pkl"), "vid_b_10");
  EXPECT_EQ(second("mult/mosei_senti_data_noalign.pkl"), "vid_b[3.5,4.5]");
  EXPECT_EQ(second("misa"), "vid_b[10]");
}

TEST(Layouts, LengthRulesDifferOnInteriorZeroRows) {
  const auto length = [](LengthRule rule, Modality m, int64_t u) {
    const auto source = open_source(utterances_in("mmsa/unaligned_50.pkl"));
    return assemble(*source, {.lengths = rule}).split(SplitName::train).length(m, u);
  };
  EXPECT_EQ(length(LengthRule::trimmed, Modality::visual, 2), 4);
  EXPECT_EQ(length(LengthRule::zero_rows_counted, Modality::visual, 2), 3);
  EXPECT_EQ(length(LengthRule::as_stored, Modality::visual, 2), 1);
  EXPECT_EQ(length(LengthRule::trimmed, Modality::visual, 1), 0);
  EXPECT_EQ(length(LengthRule::zero_rows_counted, Modality::acoustic, 4), 2);
}

TEST(Layouts, NonFiniteValuesAreCountedAndReplaced) {
  const auto source = open_source(utterances_in("mult/mosi_data_noalign.pkl"));
  const Dataset zeroed = assemble(*source, {});
  const Json counts = zeroed.info.counts["train"]["acoustic"]["non_finite"];
  EXPECT_EQ(counts.dump(), R"({"nan":1,"positive_infinite":1,"negative_infinite":1})");
  EXPECT_EQ(rows_of(zeroed, SplitName::train, Modality::acoustic, 3)[1], 0);
  const Dataset replayed = assemble(*source, {.non_finite = NonFinite::finite_max});
  EXPECT_EQ(rows_of(replayed, SplitName::train, Modality::acoustic, 3)[1], -std::numeric_limits<float>::max());
}

TEST(Layouts, OfASingleSplitAreReadWithTheOthersEmpty) {
  const Dataset dataset = assemble(*open_source(utterances_in("misa/dev.pkl")), {});
  EXPECT_EQ(dataset.split(SplitName::train).size(), 0);
  EXPECT_EQ(dataset.split(SplitName::valid).size(), 1);
}

TEST(Csd, AlignsFeaturesToWordsAndWordsToSegments) {
  const Dataset dataset = assemble(*open_source(utterances_in("csd")), {});
  const Split& train = dataset.split(SplitName::train);
  ASSERT_EQ(train.size(), 2);
  EXPECT_EQ(train.id(1), "one[1]");
  EXPECT_EQ(train.text(0), "a b");  // `b` is spoken across the border and belongs to both
  EXPECT_EQ(train.text(1), "b c");
  EXPECT_FLOAT_EQ(train.label(1), -0.5f);
  // `a` lasts 0-1 s: acoustic rows 0 and 1; `b` 1.5-2.5 s: rows 3 and 4; no visual row meets `b`
  EXPECT_EQ(rows_of(dataset, SplitName::train, Modality::acoustic, 0), (std::vector<float>{0.5f, 5, 3.5f, 35}));
  EXPECT_EQ(rows_of(dataset, SplitName::train, Modality::visual, 0), (std::vector<float>{2, 0}));
  EXPECT_EQ(dataset.split(SplitName::valid).text(0), "d");
  EXPECT_EQ(dataset.info.extra.at("videos_in_no_fold"), 1);
}

TEST(Csd, WithoutFoldsEveryUtteranceIsInTestAndItSaysSo) {
  const auto folder = scratch("csd_without_folds");
  std::filesystem::remove_all(folder);
  std::filesystem::copy(utterances_in("csd"), folder);
  std::filesystem::remove(folder / "folds.json");
  const auto source = open_source(folder);
  EXPECT_EQ(source->size(SplitName::test), 4);
  expect_says(source->info().extra.at("note").get<std::string>(), "every utterance is in test");
  const auto folds =
      scratch("standard_folds.py", "standard_train_fold=['two']\n\nstandard_test_fold=['one', \"three\"]");
  EXPECT_EQ(open_source(folder, "", folds)->size(SplitName::train), 1);
}

}  // namespace
}  // namespace mmim
