#include "corpus/layouts/columns.h"
#include "corpus/made.h"
#include "corpus/split_names.h"

namespace mmim {
namespace {

TEST(SplitNames, AreThoseThatPeopleUse) {
  for (const char* word : {"train", "Train", "TRAINING", "trn", "train_data", "trainset", "Train Set", "tr"})
    EXPECT_EQ(split_named(word), SplitName::train) << word;
  for (const char* word : {"valid", "Validation", "val", "VAL", "dev", "devel", "dev_split", "valdata", "vali"})
    EXPECT_EQ(split_named(word), SplitName::valid) << word;
  for (const char* word : {"test", "testing", "tst", "standard_test_fold", "test-data"})
    EXPECT_EQ(split_named(word), SplitName::test) << word;
  for (const char* word : {"", "set", "eval", "all", "trainer", "test_normal", "dev2", "latest", "train_valid"})
    EXPECT_EQ(split_named(word), std::nullopt) << word;
}

TEST(Splits, AreReadUnderEveryName) {
  const Value split = made_split();
  const Dataset plain = read_tree(made());
  expect_same(read_tree(dictionary_of({{"Training", split}, {"DEV", split}, {"tst", split}})), plain);
  expect_says(refusal_of(with(made(), "dev", split)), "keys `valid` and `dev` both name the split valid");
}

TEST(Splits, ThatAreLackingAreEmpty) {
  const Dataset dataset = read_tree(dictionary_of({{"test", made_split()}}));
  EXPECT_EQ(dataset.split(SplitName::train).size(), 0);
  EXPECT_EQ(dataset.split(SplitName::test).size(), 2);
  EXPECT_EQ(read_tree(made_split(), {}, "dev.pkl").split(SplitName::valid).size(), 2);
}

TEST(Splits, ThatAreEmptyInAnyFormAreEmpty) {
  Value columns = dictionary_of({});
  for (const std::string& key : made_split().keys()) columns = with(columns, key, numbers({}, {0}));
  for (const Value& nothing : {Value{}, list_of({}), dictionary_of({}), numbers({}, {0}), columns,
                               with(columns, "vision", numbers({}, {0, 9, 9})), objects_of({}, {0})}) {
    const Dataset dataset = read_tree(with(made(), "valid", nothing));
    EXPECT_EQ(dataset.split(SplitName::valid).size(), 0);
    EXPECT_EQ(dataset.split(SplitName::test).size(), 2);
  }
  expect_says(refusal_of(dictionary_of({{"train", columns}})), "holds no utterance in any split");
  expect_says(refusal_of(with(made(), "valid", with(columns, "id", list_of({text("a")})))), "split valid");
}

TEST(Splits, BesideOtherKeysNameWhatIsNotRead) {
  const Dataset dataset = read_tree(with(with(made(), "config", {int64_t{1}}), "test_normal", made_split()));
  EXPECT_EQ(notes_of(dataset),
            std::vector<std::string>{"not read, because they name no split: `config` and `test_normal`"});
}

TEST(Splits, InAFileEachAreReadAsOneDictionaryIs) {
  const auto folder = scratch("mmsa_by_split");
  make_folder(folder);
  for (const char* file : {"train.pkl", "val.pkl", "test.pkl", "words.pkl"})
    write_file_atomically(folder / file, pickled(made_split()) + ".");
  const auto source = open_source(folder);
  EXPECT_EQ(source->info().layout, "mmsa");
  EXPECT_EQ(source->files().size(), 3u);
  expect_same(assemble(*source, {}), read_tree(made()));
  expect_says(source->info().notes.at(0).sentence, "not read, because it names no split: words.pkl");
}

TEST(Splits, CalledEvaluationAreTheOneThatIsNotThereOtherwise) {
  const Value split = made_split();
  const auto only = [&](const std::string& one, const std::string& other) {
    return dictionary_of({{"train", split}, {one, split}, {other, split}});
  };
  const Dataset valid = read_tree(only("Evaluation", "test")), test = read_tree(only("dev", "eval_set"));
  expect_same(valid, read_tree(made()));
  expect_same(test, read_tree(made()));
  EXPECT_EQ(notes_of(valid).at(0), "`Evaluation` is read as the split valid, because there is a split test");
  EXPECT_EQ(notes_of(test).at(0), "`eval_set` is read as the split test, because there is a split valid");
  EXPECT_EQ(notes_of(read_tree(with(made(), "eval", split))).at(0),
            "not read, because it names no split: the key `eval`");
  expect_says(refusal_of(dictionary_of({{"train", split}, {"eval", split}})),
              "made.pkl: the key `eval` may mean valid, which selects the epoch, or test, which is reported: name it "
              "one of them");
  EXPECT_EQ(notes_of(read_tree(with(made(), "evaluate", {int64_t{1}}))).at(0),
            "not read, because it names no split: `evaluate`");
}

TEST(Splits, CalledEvaluationMayBeAFileOfTheirOwn) {
  const auto folder = scratch("mmsa_with_eval");
  make_folder(folder);
  for (const char* file : {"train.pkl", "eval.pkl", "test.pkl"})
    write_file_atomically(folder / file, pickled(made_split()) + ".");
  expect_same(assemble(*open_source(folder), {}), read_tree(made()));
}

TEST(Streams, ThatNoSplitHasAreAbsentAndNamed) {
  const Value two = numbers({1, 2}, {2});
  for (const Value& nothing : {Value{}, list_of({{}, {}}), numbers({}, {2, 3, 0}), numbers({}, {2, 0, 4}),
                               numbers({}, {0}), objects_of({{std::nan("")}, {std::nan("")}})}) {
    const Dataset dataset = read_tree(made("vision", nothing));
    EXPECT_EQ(dataset.info.streams.visual.width, 0);
    ASSERT_EQ(notes_of(dataset).size(), 1u);
    expect_says(notes_of(dataset)[0], "there is no visual stream: ");
    EXPECT_EQ(dataset.split(SplitName::train).arrays().find("visual.values"), nullptr);
  }
  const Value none = without(without(made_split(), "vision"), "audio");
  const Dataset words = read_tree(dictionary_of({{"train", none}, {"test", none}}));
  expect_says(notes_of(words)[1], "there is no acoustic stream: ");
  expect_says(notes_of(words)[1], "key `audio` is missing");
}

TEST(Streams, ThatOnlySomeSplitsHaveAreRefused) {
  expect_says(refusal_of(with(made(), "valid", without(made_split(), "vision"))),
              "split valid: key `vision` is missing, and train and test have a visual stream");
  expect_says(refusal_of(with(made(), "test", with(made_split(), "audio", {}))), "split test: key `audio` is None");
}

Value mag_bert(const Value& visual, const Value& acoustic) {
  const Value utterance =
      tuple_of({tuple_of({list_of({text("so"), text("good")}), visual, acoustic}), {1.5}, text("v[1]")});
  return list_of({utterance});
}

TEST(Tuples, ReadEveryContainer) {
  const Value visual = numbers({1, 2, 3, 4}, {2, 2}), acoustic = numbers({5, 6}, {2, 1});
  const Dataset plain = read_tree(dictionary_of({{"train", mag_bert(visual, acoustic)}}));
  EXPECT_EQ(plain.info.layout, "mag-bert");
  const Value nested = list_of({list_of({{1.0}, {2.0}}), list_of({{3.0}, {4.0}})});
  expect_same(read_tree(dictionary_of({{"train", mag_bert(nested, acoustic)}})), plain);
  const Value first = item_of(mag_bert(visual, acoustic), 0);
  const Value row = objects_of({item_of(first, 0), item_of(first, 1), item_of(first, 2)}, {1, 3});
  expect_same(read_tree(dictionary_of({{"Train", row}})), plain);
  expect_same(read_tree(mag_bert(visual, acoustic), {}, "train.pkl"), plain);
}

TEST(Tuples, WithoutRowsOfAStreamHaveNoSuchStream) {
  const Value acoustic = numbers({5, 6}, {2, 1});
  const Dataset dataset = read_tree(dictionary_of({{"train", mag_bert({}, acoustic)}}));
  EXPECT_EQ(dataset.info.streams.visual.width, 0);
  EXPECT_EQ(notes_of(dataset), std::vector<std::string>{"there is no visual stream: no utterance has rows of it"});
  const Value both = mag_bert(numbers({1, 2}, {2, 1}), acoustic);
  expect_says(refusal_of(dictionary_of({{"train", both}, {"test", mag_bert({}, acoustic)}})),
              "test has no visual rows, and train has some");
}

}  // namespace
}  // namespace mmim
