#include "corpus/lengths.h"

#include <cmath>
#include <limits>

#include "corpus/helpers.h"
#include "corpus/survey.h"

namespace mmim {
namespace {

constexpr float kNaN = std::numeric_limits<float>::quiet_NaN(), kInfinity = std::numeric_limits<float>::infinity();

DatasetInfo padded(int64_t visual_rows, int64_t acoustic_rows, Alignment alignment = Alignment::none) {
  DatasetInfo info{.layout = "handmade", .source = "handmade", .alignment = alignment};
  info.streams.visual = {1, visual_rows, Side::back};
  info.streams.acoustic = {1, acoustic_rows, Side::back};
  return info;
}

Utterance utterance(std::vector<float> visual, std::vector<float> acoustic) {
  return {.id = "v_1",
          .label = 0,
          .streams = {{}, single_features(std::move(visual)), single_features(std::move(acoustic))}};
}

std::vector<float> visual_after(LengthRule rule, std::vector<Utterance> utterances, DatasetInfo info) {
  const HandmadeSource source(std::move(info), std::move(utterances));
  return rows_of(assemble(source, {.lengths = rule}), SplitName::train, Modality::visual, 0);
}

TEST(Lengths, TrimmingStripsZeroRowsOnTheDetectedSideOnly) {
  const std::vector<float> full{1, 1, 1, 1, 1};
  EXPECT_EQ(visual_after(LengthRule::trimmed, {utterance({0, 0, 3, 0, 5}, full)}, padded(5, 5)),
            (std::vector<float>{3, 0, 5}));
  EXPECT_EQ(visual_after(LengthRule::trimmed, {utterance({3, 0, 5, 0, 0}, full)}, padded(5, 5)),
            (std::vector<float>{3, 0, 5}));
}

TEST(Lengths, TheSideIsThatOfTheWholeDataSetNotOfOneUtterance) {
  const std::vector<Utterance> utterances{utterance({0, 2, 0, 0}, {1}), utterance({0, 0, 0, 4}, {1}),
                                          utterance({0, 0, 0, 4}, {1})};
  EXPECT_EQ(visual_after(LengthRule::trimmed, utterances, padded(4, 1)), (std::vector<float>{2, 0, 0}));
}

TEST(Lengths, CountingZeroRowsTakesTheLastRowsOfFrontPaddedData) {
  EXPECT_EQ(visual_after(LengthRule::zero_rows_counted, {utterance({0, 0, 3, 0, 5}, {1})}, padded(5, 1)),
            (std::vector<float>{0, 5}));
  EXPECT_EQ(visual_after(LengthRule::zero_rows_counted, {utterance({3, 0, 5, 0, 0}, {1})}, padded(5, 1)),
            (std::vector<float>{3, 0}));
}

TEST(Lengths, CountingLooksAtTheSumOfARow) {
  const std::vector<float> values{0, 0, 1, -1, 2, 3};
  const RowFacts facts = facts_of(values, 3, 2, -1);
  EXPECT_EQ(facts.zero, 1);
  EXPECT_EQ(facts.zero_sum, 2);
  EXPECT_EQ(facts.leading, 1);
  EXPECT_EQ(facts.trailing, 0);
}

TEST(Lengths, AsStoredTakesTheFirstRowsOfTheStatedLength) {
  Utterance stated = utterance({0, 0, 3, 4}, {1});
  stated.streams.visual.stored_length = 3;
  EXPECT_EQ(visual_after(LengthRule::as_stored, {stated}, padded(4, 1)), (std::vector<float>{0, 0, 3}));
  EXPECT_EQ(visual_after(LengthRule::as_stored, {utterance({0, 0, 3, 4}, {1})}, padded(4, 1)),
            (std::vector<float>{0, 0, 3, 4}));
}

TEST(Lengths, RaggedStreamsKeepTheirZeroRows) {
  for (const LengthRule rule : kLengthRules)
    EXPECT_EQ(visual_after(rule, {utterance({0, 2, 0}, {1})}, padded(0, 0)), (std::vector<float>{0, 2, 0}));
}

TEST(Lengths, AlignedStreamsKeepTheLengthOfTheLongerOne) {
  const DatasetInfo info = padded(4, 4, Alignment::words);
  const std::vector<Utterance> utterances{utterance({0, 0, 0, 4}, {0, 0, 7, 8}), utterance({0, 0, 0, 0}, {0, 0, 7, 8})};
  const Dataset dataset = assemble(HandmadeSource(info, utterances), {});
  EXPECT_EQ(rows_of(dataset, SplitName::train, Modality::visual, 0), (std::vector<float>{0, 4}));
  EXPECT_EQ(rows_of(dataset, SplitName::train, Modality::acoustic, 0), (std::vector<float>{7, 8}));
  EXPECT_EQ(rows_of(dataset, SplitName::train, Modality::visual, 1), (std::vector<float>{0, 0}));
}

TEST(Lengths, AnEmptyStreamOfUnalignedDataHasNoRows) {
  EXPECT_TRUE(
      visual_after(LengthRule::trimmed, {utterance({0, 0}, {1, 1}), utterance({0, 5}, {1, 1})}, padded(2, 2)).empty());
}

TEST(Lengths, AFrameOfNaNIsAFrame) {
  EXPECT_EQ(visual_after(LengthRule::trimmed, {utterance({0, kNaN, 3}, {1})}, padded(3, 1)),
            (std::vector<float>{0, 3}));
}

TEST(NonFinite, ValuesBecomeZeroOrTheLargestAndAreCounted) {
  std::vector<float> values{1, kNaN, kInfinity, -kInfinity};
  const RowFacts facts = facts_of(values, 4, 1, -1);
  EXPECT_EQ(facts.nan, 1);
  EXPECT_EQ(facts.positive, 1);
  EXPECT_EQ(facts.negative, 1);
  std::vector<float> largest = values;
  make_finite(values, NonFinite::zero);
  EXPECT_EQ(values, (std::vector<float>{1, 0, 0, 0}));
  make_finite(largest, NonFinite::finite_max);
  const float max = std::numeric_limits<float>::max();
  EXPECT_EQ(largest, (std::vector<float>{1, 0, max, -max}));
}

TEST(Survey, RefusesAnUtteranceWithoutALabel) {
  Utterance unlabelled = utterance({1}, {1});
  unlabelled.label.reset();
  const HandmadeSource source(padded(3, 3), {unlabelled});
  expect_says(sentence_of([&] { survey(source); }), "utterance 0 (v_1): has no label");
}

TEST(Survey, RefusesStreamsOfDifferentLengthInAlignedData) {
  const HandmadeSource source(padded(3, 3, Alignment::words), {utterance({1, 2}, {1, 2, 3})});
  expect_says(sentence_of([&] { survey(source); }),
              "handmade: split train, utterance 0 (v_1): 2 visual and 3 acoustic rows in an aligned data set");
}

}  // namespace
}  // namespace mmim
