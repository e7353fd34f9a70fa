#include "corpus/inspect.h"
#include "corpus/made.h"

namespace mmim {
namespace {

TEST(Labels, OutOfRangeAreRefusedWithTheOptionThatClamps) {
  const Value tree = made("regression_labels", numbers({10.0f / 3, -2}, {2}));
  const std::string sentence = refusal_of(tree);
  expect_says(sentence,
              "split train, utterance 0 (v$_$1): the label 3.33333 is outside -3 to 3, and 2 more labels are;");
  expect_says(sentence, "`--out-of-range clamp`");
}

TEST(Labels, AreClampedAndCounted) {
  const Dataset dataset =
      read_tree(made("regression_labels", numbers({10.0f / 3, -5}, {2})), {.out_of_range = OutOfRange::clamp});
  EXPECT_EQ(dataset.split(SplitName::train).label(0), 3);
  EXPECT_EQ(dataset.split(SplitName::train).label(1), -3);
  ASSERT_EQ(notes_in(dataset).size(), 1u);
  EXPECT_EQ(notes_in(dataset)[0].kind, "labels_clamped");
  EXPECT_EQ(notes_in(dataset)[0].count, 6);
  expect_says(notes_in(dataset)[0].sentence, "6 labels are outside -3 to 3");
}

TEST(Labels, AreClampedToTheRangeOfTheDataSet) {
  DatasetInfo info{.labels = {-1, 1}};
  const HandmadeSource source(
      info, {{.id = "a_1", .text = "good", .label = 1.5f}, {.id = "a_2", .text = "so", .label = 1.000001f}});
  const Dataset dataset = assemble(source, {.out_of_range = OutOfRange::clamp});
  EXPECT_EQ(dataset.split(SplitName::train).label(0), 1);
  EXPECT_EQ(dataset.split(SplitName::train).label(1), 1.000001f);
  EXPECT_EQ(notes_in(dataset)[0].count, 1);
}

TEST(Labels, OutOfRangeAreNotedByInspect) {
  const Json report = inspect(utterances_in("refused/label_out_of_range.pkl"));
  ASSERT_FALSE(report["notes"].empty());
  expect_says(report["notes"][0]["sentence"].get<std::string>(), "`mmim import --out-of-range clamp`");
}

TEST(StatedLengths, BeyondTheRowsMatterToAsStoredAlone) {
  const Value lengths = list_of({{int64_t{30}}, {int64_t{1}}});
  const Dataset dataset = read_tree(made("vision_lengths", lengths));
  expect_same(dataset, read_tree(made()));
  ASSERT_EQ(notes_of(dataset).size(), 1u);
  expect_says(notes_of(dataset)[0], "visual: the stated lengths of 3 utterances are no lengths of the rows");
  const std::string refused =
      sentence_of([&] { read_tree(made("vision_lengths", lengths), {.lengths = LengthRule::as_stored}); });
  expect_says(refused, "utterance 0 (v$_$1): stream visual: states a length of 30 but has 3 rows");
  expect_says(refused, "`--lengths trimmed`");
}

TEST(StatedLengths, AreReadInEveryContainerAndMayBeNonsense) {
  const Dataset stated =
      read_tree(made("vision_lengths", list_of({{int64_t{1}}, {int64_t{1}}})), {.lengths = LengthRule::as_stored});
  EXPECT_EQ(stated.split(SplitName::train).length(Modality::visual, 0), 1);
  for (const Value& lengths : {objects_of({{int64_t{1}}, {1.0}}), numbers({1, 1}, {2, 1}), list_of({text("1"), {1.0}})})
    expect_same(read_tree(made("vision_lengths", lengths), {.lengths = LengthRule::as_stored}), stated);
  for (const Value& nonsense : {list_of({{}, {}}), list_of({{int64_t{1}}}), text("many"), list_of({{-1.0}, {NAN}})}) {
    const Dataset dataset = read_tree(made("vision_lengths", nonsense));
    expect_same(dataset, read_tree(made()));
    EXPECT_EQ(notes_in(dataset)[0].kind, "lengths_not_usable");
    EXPECT_EQ(notes_in(dataset)[0].count, 6);
  }
}

TEST(StatedLengths, ShorterThanTheRowsTakenAreCounted) {
  const Value constant = numbers({1, 2, 3, 4, 9, 9, 5, 6, 9, 9, 9, 9}, {2, 3, 2});
  const Value split = with(with(made_split(), "vision", constant), "vision_lengths", list_of({{2.0}, {1.0}}));
  const Dataset dataset = read_tree(dictionary_of({{"train", split}}));
  EXPECT_EQ(dataset.split(SplitName::train).length(Modality::visual, 1), 3);
  ASSERT_EQ(notes_of(dataset).size(), 1u);
  expect_says(notes_of(dataset)[0], "visual: in 2 utterances more rows are taken than the file states");
  expect_says(notes_of(dataset)[0], "`--lengths as_stored`");
  const Dataset stored = read_tree(dictionary_of({{"train", split}}), {.lengths = LengthRule::as_stored});
  EXPECT_EQ(stored.split(SplitName::train).length(Modality::visual, 1), 1);
  EXPECT_TRUE(notes_in(stored).empty());
}

/// Ids, mask and types of two utterances: pieces 2 and 1 of 3, padding behind or in front.
Value text_bert(Side side) {
  return side == Side::back ? numbers({7, 8, 0, 1, 1, 0, 0, 0, 0, 7, 0, 0, 1, 0, 0, 0, 0, 0}, {2, 3, 3})
                            : numbers({0, 7, 8, 0, 1, 1, 0, 0, 0, 0, 0, 7, 0, 0, 1, 0, 0, 0}, {2, 3, 3});
}

/// Both streams have three rows; `late` rows that are zero stand in front.
Value aligned_split(Side side) {
  const bool back = side == Side::back;
  const Value split = with(made_split(), "vision",
                           back ? numbers({1, 2, 3, 4, 0, 0, 5, 6, 0, 0, 0, 0}, {2, 3, 2})
                                : numbers({0, 0, 1, 2, 3, 4, 0, 0, 0, 0, 5, 6}, {2, 3, 2}));
  const Value audio = back ? numbers({1, 0, 0, 3, 0, 0}, {2, 3, 1}) : numbers({0, 1, 0, 0, 0, 3}, {2, 3, 1});
  return with(with(split, "audio", audio), "text_bert", text_bert(side));
}

Dataset read_aligned(const Value& split) { return read_tree(dictionary_of({{"train", split}})); }

TEST(TextMask, GivesTheRowsWherePaddingStandsOnEitherSide) {
  const Dataset back = read_aligned(aligned_split(Side::back)), front = read_aligned(aligned_split(Side::front));
  EXPECT_EQ(back.info.alignment, Alignment::pieces);
  EXPECT_EQ(front.info.streams.visual.padding, Side::front);
  expect_same(back, front);
  EXPECT_EQ(rows_of(front, SplitName::train, Modality::acoustic, 0), (std::vector<float>{1, 0}));
  EXPECT_TRUE(notes_in(back).empty());
}

TEST(TextMask, DecidesNothingWhereRowsDisagree) {
  const Value agreeing = aligned_split(Side::back);
  const auto alignment = [](const Value& split) { return read_aligned(split).info.alignment; };
  EXPECT_EQ(alignment(with(agreeing, "vision_lengths", list_of({{2.0}, {1.0}}))), Alignment::pieces);
  const Value filled = with(agreeing, "audio", numbers({1, 0, 9, 3, 0, 0}, {2, 3, 1}));
  const Value gap =
      with(agreeing, "text_bert", numbers({7, 8, 0, 1, 0, 1, 0, 0, 0, 7, 0, 0, 1, 0, 0, 0, 0, 0}, {2, 3, 3}));
  const Value other_lengths = with(agreeing, "vision_lengths", list_of({{2.0}, {2.0}}));
  for (const Value& split : {filled, gap, other_lengths}) {
    const Dataset dataset = read_aligned(split);
    EXPECT_EQ(dataset.info.alignment, Alignment::none);
    expect_says(notes_of(dataset)[0], "rows belong to no word pieces: in 1 utterance ");
  }
  EXPECT_EQ(read_aligned(filled).split(SplitName::train).length(Modality::acoustic, 0), 3);
}

TEST(TextMask, MayHaveAnyShapeWhereItDecidesNothing) {
  for (const Value& shape :
       {Value{}, numbers({1, 2}, {2}), numbers({0, 0, 0, 0, 0, 0, 0, 0}, {2, 4}), list_of({{}, {}}), text("none")})
    expect_same(read_tree(made("text_bert", shape)), read_tree(made()));
}

TEST(TextMask, OfSomeSplitsAlignsNone) {
  const Value split = aligned_split(Side::back);
  const Dataset dataset = read_tree(dictionary_of({{"train", split}, {"test", without(split, "text_bert")}}));
  EXPECT_EQ(dataset.info.alignment, Alignment::none);
  expect_says(notes_of(dataset)[0], "rows belong to no word pieces");
}

}  // namespace
}  // namespace mmim
