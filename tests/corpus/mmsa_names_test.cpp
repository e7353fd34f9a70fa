#include "corpus/layouts/mmsa_names.h"

#include "corpus/made.h"

namespace mmim {
namespace {

Value three_of(const Value& split) { return dictionary_of({{"train", split}, {"valid", split}, {"test", split}}); }

/// Two utterances of one visual row and one acoustic row each.
Value vectors() {
  return with(with(made_split(), "vision", numbers({1, 2, 5, 6}, {2, 2})), "audio",
              list_of({numbers({1}, {1}), numbers({3}, {1})}));
}

TEST(Vectors, WithoutAnAxisOfTimeAreOneRowEach) {
  const Dataset set = read_tree(three_of(vectors()));
  EXPECT_EQ(rows_of(set, SplitName::test, Modality::visual, 1), (std::vector<float>{5, 6}));
  EXPECT_EQ(set.split(SplitName::test).length(Modality::acoustic, 1), 1);
  ASSERT_EQ(notes_of(set).size(), 2u);
  EXPECT_EQ(notes_of(set)[0], "visual: the file has no axis of time, so 6 utterances have each one row of 2 features");
  const Value zeros = with(vectors(), "vision", numbers({0, 0, 5, 6}, {2, 2}));
  EXPECT_EQ(read_tree(three_of(zeros)).split(SplitName::test).length(Modality::visual, 0), 1) << "no padding";
}

TEST(Vectors, AreNeverTakenForTimeInSilence) {
  const auto stating = [&](float length) {
    return three_of(with(vectors(), "vision_lengths", numbers({1, length}, {2})));
  };
  expect_says(
      refusal_of(stating(3)),
      "split train: key `vision`: is a float32 array (2, 2), and key `vision_lengths` states up to 3 rows: take "
      "`vision_lengths` out where an utterance is one row of features, or save one feature over time as "
      "(utterances, rows, 1)");
  EXPECT_EQ(read_tree(stating(1)).split(SplitName::train).length(Modality::visual, 0), 1);
  expect_says(
      refusal_of(with(three_of(vectors()), "valid", made_split())),
      "split train: key `vision`: is a float32 array (2, 2), one row for each utterance, but utterances have rows "
      "over time in another split");
}

/// A tree that is read with `--columns`, in a folder without label tables of other tests.
Dataset read_with(const Value& tree, const std::vector<std::string>& columns) {
  const auto folder = scratch("names_alone");
  make_folder(folder);
  write_file_atomically(folder / "made.pkl", "bytes of a pickle");
  Opened opened = opened_pickle(folder / "made.pkl", tree);
  opened.table.columns = columns;
  return assemble(*source_of(opened, ""), {});
}

TEST(Names, OfUtterancesWithoutIdsAreAskedForOrNumberedInOrder) {
  const Value nameless = three_of(without(made_split(), "id"));
  expect_says(
      refusal_of(nameless),
      "made.pkl: split train: key `id` is missing; `--columns id=KEY` names another key, `--columns id=` numbers");
  const Dataset set = read_with(nameless, {"id="});
  EXPECT_EQ(set.split(SplitName::test).id(1), "test:1");
  EXPECT_EQ(set.split(SplitName::test).text(0), "so good");
  EXPECT_EQ(notes_of(set).at(0),
            "no ids are read: 6 utterances are numbered in the order of the file (train:0, train:1, ...), each a video "
            "of its own");
  const Value clips = with(without(made_split(), "id"), "clip", list_of({text("w$_$1"), text("w$_$2")}));
  EXPECT_EQ(read_with(three_of(clips), {"id=clip"}).split(SplitName::test).id(1), "w$_$2");
  expect_says(sentence_of([&] { read_with(made(), {"label=x"}); }), "id=KEY or text=KEY is wanted of the layout mmsa");
}

TEST(Names, OfUtterancesWithoutTextsAreAskedForOrEmpty) {
  const Value mute = three_of(without(made_split(), "raw_text"));
  expect_says(sentence_of([&] { read_with(mute, {}); }),
              "key `raw_text` is missing in every split; `--labels` names a table of video_id, clip_id and text, "
              "`--columns text=KEY` another key, and `--columns text=` imports without texts");
  const Dataset set = read_with(mute, {"text="});
  EXPECT_EQ(set.split(SplitName::train).text(0), "");
  EXPECT_EQ(notes_of(set).at(0), "6 utterances have no text");
  const Value features = with(without(made_split(), "raw_text"), "text", numbers({1, 2}, {2, 1}));
  expect_says(sentence_of([&] { read_with(three_of(features), {}); }), "key `raw_text` is missing in every split");
  const Value texts = with(without(made_split(), "raw_text"), "text", list_of({text("as"), text("told")}));
  EXPECT_EQ(read_with(three_of(texts), {}).split(SplitName::train).text(1), "told");
  expect_says(refusal_of(with(made(), "valid", without(made_split(), "raw_text"))),
              "key `raw_text` is missing in valid and there in train and test; a data set has texts in every split");
}

TEST(Names, OfAFixtureWithoutAnyAreMade) {
  TableOptions none;
  none.columns = {"id=", "text="};
  const Dataset set = assemble(*open_source(utterances_in("people/no_names.pkl"), "", {}, none), {});
  EXPECT_EQ(set.split(SplitName::train).id(4), "train:4");
  const Dataset vectors = assemble(*open_source(utterances_in("people/no_time.pkl")), {});
  EXPECT_EQ(vectors.split(SplitName::train).text(0), "the movie was great");
  EXPECT_EQ(rows_of(vectors, SplitName::test, Modality::acoustic, 1), (std::vector<float>{7.01f, 7.02f, 7.03f}));
}

}  // namespace
}  // namespace mmim
