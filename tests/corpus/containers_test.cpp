#include "corpus/made.h"

namespace mmim {
namespace {

Value rows(const std::vector<std::vector<float>>& values) {
  std::vector<Value> items;
  for (const auto& row : values) {
    std::vector<Value> features;
    for (const float value : row) features.push_back({static_cast<double>(value)});
    items.push_back(list_of(std::move(features)));
  }
  return list_of(std::move(items));
}

const Value kVision = numbers({1, 2, 3, 4, 0, 0, 5, 6, 0, 0, 0, 0}, {2, 3, 2});
const Value kFirst = numbers({1, 2, 3, 4, 0, 0}, {3, 2}), kSecond = numbers({5, 6, 0, 0, 0, 0}, {3, 2});

TEST(Containers, OfTheSameRowsAreReadAlike) {
  const Dataset plain = read_tree(made());
  std::vector<Value> single;
  for (const float value : {1.f, 2.f, 3.f, 4.f, 0.f, 0.f, 5.f, 6.f, 0.f, 0.f, 0.f, 0.f})
    single.push_back({double{value}});
  for (const Value& vision :
       {list_of({kFirst, kSecond}), tuple_of({kFirst, kSecond}), objects_of({kFirst, kSecond}),
        list_of({rows({{1, 2}, {3, 4}, {0, 0}}), rows({{5, 6}, {0, 0}, {0, 0}})}), objects_of(single, {2, 3, 2})})
    expect_same(read_tree(made("vision", vision)), plain);
  EXPECT_EQ(plain.info.streams.visual.published_length, 3);
  EXPECT_EQ(plain.split(SplitName::train).length(Modality::visual, 0), 2);
}

TEST(Containers, OfRowsThatDifferInNumberKeepEveryRow) {
  const Value short_one = numbers({5, 6, 0, 0}, {2, 2});
  const Dataset dataset = read_tree(made("vision", list_of({kFirst, short_one})));
  EXPECT_EQ(rows_of(dataset, SplitName::train, Modality::visual, 0), (std::vector<float>{1, 2, 3, 4, 0, 0}));
  EXPECT_EQ(rows_of(dataset, SplitName::train, Modality::visual, 1), (std::vector<float>{5, 6, 0, 0}));
  EXPECT_EQ(dataset.info.streams.visual.published_length, 0);
}

TEST(Containers, AnArrayIsPaddedBesideASplitThatIsNot) {
  const Value ragged = with(made_split(), "vision", list_of({kFirst, numbers({5, 6, 0, 0}, {2, 2})}));
  const Dataset dataset = read_tree(with(made(), "test", ragged));
  EXPECT_EQ(dataset.split(SplitName::train).length(Modality::visual, 0), 2);
  EXPECT_EQ(dataset.split(SplitName::test).length(Modality::visual, 0), 3);
}

TEST(Containers, OfLabelsAreReadAlike) {
  const Dataset plain = read_tree(made());
  const Value one = numbers({1.5f}, {1, 1}), two = numbers({-2}, {});
  for (const Value& labels : {list_of({{1.5}, {int64_t{-2}}}), objects_of({{1.5}, {-2.0}}), list_of({one, two}),
                              tuple_of({{1.5}, {-2.0}}), numbers({1.5f, -2}, {2, 1}),
                              list_of({text("1.5"), text(" -2 ")}), objects_of({list_of({{1.5}}), list_of({{-2.0}})})})
    expect_same(read_tree(made("regression_labels", labels)), plain);
  const Value seven = numbers({1.5f, 2, 2, 2, 2, 2, 2, -2, 2, 2, 2, 2, 2, 2}, {2, 7});
  const Dataset with_emotions = read_tree(made("regression_labels", seven));
  for (int64_t i = 0; i < 2; ++i)
    EXPECT_EQ(with_emotions.split(SplitName::test).label(i), plain.split(SplitName::test).label(i));
}

TEST(Containers, ALabelThatIsNoNumberIsNamed) {
  expect_says(refusal_of(made("regression_labels", list_of({{1.5}, text("1,5")}))),
              "key `regression_labels`, utterance 1: the label is text (`1,5`), one number or seven columns");
  expect_says(refusal_of(made("regression_labels", list_of({{1.5}, {}}))),
              "utterance 1 (v$_$2): the label is not a finite number");
  expect_says(refusal_of(made("regression_labels", numbers({1}, {1}))), "labels of 2 utterances were expected");
}

TEST(Containers, AListOfUtterancesIsReadAsColumnsAre) {
  const auto utterance = [](const std::string& id, const std::string& words, double label, const Value& visual,
                            const Value& acoustic) {
    return dictionary_of({{"id", text(id)},
                          {"raw_text", text(words)},
                          {"regression_labels", {label}},
                          {"vision", visual},
                          {"audio", acoustic}});
  };
  const Value split = list_of({utterance("v$_$1", "so good", 1.5, kFirst, numbers({1, 2}, {2, 1})),
                               utterance("v$_$2", "bad", -2, kSecond, numbers({3, 0}, {2, 1}))});
  expect_same(read_tree(dictionary_of({{"train", split}, {"dev", split}, {"test", split}})), read_tree(made()));
}

TEST(Containers, AnArrayWithoutDimensionsStandsForItsElement) {
  const Value wrapped = objects_of({made()}, {});
  expect_same(read_tree(wrapped), read_tree(made()));
}

TEST(Containers, OfOtherDimensionsAreRefused) {
  expect_says(refusal_of(made("vision", numbers({1, 2}, {2}))), "key `vision`: is a float32 array (2,), an array of 3");
  expect_says(refusal_of(made("vision", list_of({kFirst, numbers({1, 2}, {2})}))),
              "key `vision`, utterance 1: is a float32 array (2,), rows of features were expected");
  const Value wide = numbers({1, 2, 3}, {1, 3});
  expect_says(refusal_of(made("vision", list_of({kFirst, wide}))),
              "utterance 1: stream visual: is a float32 array (1, 3), an array (rows, 2) was expected");
}

TEST(Ids, AreWhatIdentifies) {
  const auto second = [](const Value& ids) {
    return std::string(read_tree(made("id", ids)).split(SplitName::train).id(1));
  };
  EXPECT_EQ(second(list_of({{int64_t{7}}, {int64_t{8}}})), "8");
  EXPECT_EQ(second(numbers({7, 8}, {2})), "8");
  EXPECT_EQ(second(list_of({text("a"), tuple_of({text("b"), {int64_t{3}}})})), "b$_$3");
  EXPECT_EQ(second(objects_of({text("a"), text("b")}, {2, 1})), "b");
  expect_says(refusal_of(made("id", list_of({text("a"), {}}))), "key `id`, utterance 1: is None, an id was expected");
}

TEST(Texts, ThatAreMissingAreEmptyAndCounted) {
  const auto second = [](const Value& value) { return read_tree(made("raw_text", list_of({text("so good"), value}))); };
  for (const Value& nothing : {Value{}, Value{std::nan("")}, numbers({NAN}, {}), text(""), text("  "), list_of({})}) {
    const Dataset dataset = second(nothing);
    EXPECT_EQ(dataset.split(SplitName::train).text(1), "");
    EXPECT_EQ(notes_of(dataset), std::vector<std::string>{"3 utterances have no text"});
  }
  EXPECT_EQ(second({int64_t{2012}}).split(SplitName::train).text(1), "2012");
  EXPECT_EQ(second(list_of({text("not"), text("bad")})).split(SplitName::train).text(1), "not bad");
  expect_says(refusal_of(made("raw_text", list_of({text("a"), dictionary_of({})}))), "item 1 is a dictionary");
}

}  // namespace
}  // namespace mmim
