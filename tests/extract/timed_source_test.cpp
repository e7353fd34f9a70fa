#include "extract/timed_source.h"

#include "corpus/own_features.h"

namespace mmim {
namespace {

using Floats = std::vector<float>;

Dataset read(const OwnFeatures& own, const RowOptions& options) {
  return assemble(*with_rows(open_source(own.path()), options), {});
}
std::string refused(const OwnFeatures& own, const RowOptions& options) {
  return sentence_of([&] { read(own, options); });
}

/// Two utterances with visual rows every half second, times of words, and one acoustic file.
OwnFeatures spoken() {
  OwnFeatures own("id,text,label,split\na_1,So good.,1,train\na_2,bad,-1,train\n");
  own.put("visual/a_1.csv", "timestamp,x\n0,1\n0.5,2\n1,3\n1.5,4\n").put("visual/a_2.csv", "timestamp,x\n0,5\n0.5,7\n");
  own.put("acoustic/a_1.csv", "frameTime;y\n0;10\n1.2;20\n");
  own.put("words/a_1.csv", "word,start,end\nso,0,1\ngood,1,2\n").put("words/a_2.csv", "word,start,end\nbad,0,1\n");
  return own;
}

TEST(RowsOfWords, AreMeansOverTheTimeOfEachWord) {
  const Dataset set = read(spoken(), {.rows = "words"});
  EXPECT_EQ(set.info.alignment, Alignment::words);
  EXPECT_EQ(rows_of(set, SplitName::train, Modality::visual, 0), (Floats{1.5f, 3.5f}));
  EXPECT_EQ(rows_of(set, SplitName::train, Modality::acoustic, 0), (Floats{10, 20}));
  EXPECT_EQ(rows_of(set, SplitName::train, Modality::visual, 1), Floats{6});
  EXPECT_EQ(rows_of(set, SplitName::train, Modality::acoustic, 1), Floats{0});
  EXPECT_EQ(set.split(SplitName::train).text(0), "So good.");
  EXPECT_EQ(set.info.extra["rows"]["by"], "words");
  EXPECT_NE(set.info.features.hash(), spoken().read().info.features.hash());
  expect_says(note_on(set, "rows_of_words"), "rows are averaged over the words of 2 utterances, whose times lie in ");
  EXPECT_NE(set.info.source_sha256, spoken().read().info.source_sha256);
}

TEST(RowsOfWords, WithoutTimesOfWordsAreNoneAndCounted) {
  const OwnFeatures own = spoken();
  std::filesystem::remove(own.path("words/a_2.csv"));
  const Dataset set = read(own, {.rows = "words"});
  EXPECT_EQ(set.split(SplitName::train).length(Modality::visual, 1), 0);
  EXPECT_EQ(note_on(set, "words_missing"),
            "1 of 2 utterances have no file with the times of words (the first: a_2); such streams are empty");
  std::filesystem::rename(own.path("words"), own.path("times"));
  expect_says(refused(own, {.rows = "words"}), "words: is no folder; `--rows words` needs the times of words");
  EXPECT_EQ(read(own, {.rows = "words", .words = own.path("times")}).info.fingerprint, set.info.fingerprint);
}

TEST(RowsOfWords, OfAnotherTextAreRefusedAndOfOtherWordsCounted) {
  OwnFeatures own = spoken();
  own.put("words/a_1.csv", "word,start,end\nso,0,1\nmany,1,2\n");
  EXPECT_EQ(
      note_on(read(own, {.rows = "words"}), "words_untimed"),
      "words without a time of their own take the time between their neighbours: in 1 utterance (the first: 1 of 2 "
      "words of `a_1`)");
  own.put("words/a_1.csv", "word,start,end\nit,0,1\nis,1,2\n");
  expect_says(
      refused(own, {.rows = "words"}),
      "words/a_1.csv: its words are not those of the text of `a_1`: `it is` is timed, and the text is `So good.`");
}

TEST(RowsOfWords, GiveTextsWhereTheTableHasNone) {
  OwnFeatures own = spoken();
  own.put("labels.csv", "id,label,split\na_1,1,train\na_2,-1,train\n");
  const Dataset set = read(own, {.rows = "words"});
  EXPECT_EQ(set.split(SplitName::train).text(0), "so good");
  EXPECT_EQ(note_on(set, "texts_of_words"), "2 utterances have the words with times as text");
}

TEST(RowsOfWords, NeedTimesOfRows) {
  OwnFeatures own = spoken();
  own.array("visual/a_1.npy", {1, 2, 3, 4}, {4, 1}).array("visual/a_2.npy", {5, 7}, {2, 1});
  std::filesystem::remove(own.path("visual/a_1.csv"));
  std::filesystem::remove(own.path("visual/a_2.csv"));
  expect_says(
      refused(own, {.rows = "words"}),
      "visual of `a_1`: the file has no times of its rows; `--rate visual=N` states how many rows a second has");
  const Dataset set = read(own, {.rows = "words", .rate = {"visual=2"}});
  EXPECT_EQ(rows_of(set, SplitName::train, Modality::visual, 0), (Floats{1.5f, 3.5f}));
}

TEST(RowsOfASteadyRate, AreMeansOverEqualTimes) {
  const Dataset set = read(spoken(), {.rows = "1"});
  EXPECT_EQ(set.info.alignment, Alignment::none);
  EXPECT_EQ(rows_of(set, SplitName::train, Modality::visual, 0), (Floats{1.5f, 3.5f}));
  EXPECT_EQ(rows_of(set, SplitName::train, Modality::visual, 1), Floats{6});
  EXPECT_EQ(set.split(SplitName::train).length(Modality::acoustic, 1), 0);
  EXPECT_EQ(set.info.extra["rows"]["a_second"], 1);
}

TEST(RowOptions, ThatAreNoneOrOfAnotherLayoutAreRefused) {
  const OwnFeatures own = spoken();
  expect_says(refused(own, {.rows = "many"}), "--rows `many`: a number above 0 is wanted");
  expect_says(refused(own, {.rows = "1", .rate = {"text=3"}}), "--rate `text=3`: rows a second, or STREAM=N is wanted");
  expect_says(refused(own, {.rate = {"3"}}), "--rate: goes with `--rows words` or `--rows N`");
  expect_says(refused(own, {.rows = "1", .words = "x"}), "--words: goes with `--rows words`");
  expect_says(sentence_of([] { with_rows(open_source(utterances_in("misa")), {.rows = "words"}); }),
              "--rows: is for the layout table, and ");
  EXPECT_EQ(read(own, {}).info.fingerprint, own.read().info.fingerprint);
}

}  // namespace
}  // namespace mmim
