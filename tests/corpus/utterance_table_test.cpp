#include "corpus/layouts/utterance_table.h"

#include "corpus/own_features.h"

namespace mmim {
namespace {

UtteranceTable read_own(const std::string& text, const TableOptions& options = {},
                        const std::string& name = "own.csv") {
  return read_utterances({scratch(name, text)}, options);
}

std::string own_refusal(const std::string& text, const TableOptions& options = {}) {
  return sentence_of([&] { read_own(text, options); });
}

TEST(UtteranceTable, FindsColumnsByTheNamesInUse) {
  for (const char* text :
       {"id,text,label,split\na_1,so,1.5,train\n", "ID\tTranscript\tSentiment\tFold\na_1\tso\t1.5\tTrain\n",
        "file;raw_text;score;mode\na_1;so;1,5;training\n", "Utterance_ID|Sentence|y|Set\na_1|so|+1.5|trn\n",
        "\"segment\",\"words\",\"valence\",\"partition\"\n\"a_1\",\"so\",\"1.5\",\"train\"\n"}) {
    const UtteranceTable table = read_own(text);
    ASSERT_EQ(table.rows.size(), 1u) << text;
    EXPECT_EQ(table.rows[0].id, "a_1") << text;
    EXPECT_EQ(table.rows[0].text, "so") << text;
    EXPECT_EQ(table.rows[0].label, 1.5f) << text;
    EXPECT_EQ(table.rows[0].split, SplitName::train) << text;
  }
}

TEST(UtteranceTable, AnIdIsAColumnOrAVideoAndAClip) {
  const auto id = [](const std::string& header, const std::string& row) {
    return read_own(header + ",text,label,split\n" + row + ",so,1,train\n").rows[0].id;
  };
  EXPECT_EQ(id("video_id,clip_id", "v,3"), "v$_$3");
  EXPECT_EQ(id("video_id,clip_id", "v,v_3"), "v_3");
  EXPECT_EQ(id("video,id", "v,utt17"), "v$_$utt17");
  EXPECT_EQ(id("video,id", "v,v_17"), "v_17");
  EXPECT_EQ(id("video_id", "video_3"), "video_3");
  EXPECT_EQ(id("id", "\"=\"\"-b_3\"\"\""), "-b_3");
  EXPECT_EQ(id("clip_id", "b_3"), "b_3");
  EXPECT_EQ(id("video_id,clip_id", "3,3"), "3$_$3");
}

TEST(UtteranceTable, ColumnsAreStatedByRole) {
  const std::string text = "name,first,second,fold,arousal\na_1,so,1,0,0.5\n";
  const UtteranceTable table =
      read_own(text, {.columns = {"id=Name", "text=first", "label=second", "split=", "label_A=arousal"}});
  EXPECT_EQ(table.rows[0].text, "so");
  EXPECT_FALSE(table.rows[0].split);
  EXPECT_EQ(table.label_names, std::vector<std::string>{"A"});
  EXPECT_EQ(table.rows[0].further.at("A"), 0.5f);
  expect_says(
      own_refusal(text, {.columns = {"label=secnd"}}),
      "own.csv has no column `secnd` (did you mean `second`?); its header has `name`, `first`, `second`, `fold` "
      "and `arousal`");
  expect_says(own_refusal(text, {.columns = {"lable=second"}}),
              "--columns `lable=second`: ROLE=NAME is wanted, where ROLE is id, video, clip, text, label and split or "
              "label_X (did you mean `label`?)");
  expect_says(own_refusal(text, {.columns = {"second"}}), "--columns `second`: ROLE=NAME is wanted");
}

TEST(UtteranceTable, WithoutColumnsThatCountShowsTheHeader) {
  expect_says(
      own_refusal("id,text,mood\na,b,c\n"),
      "own.csv: no column of labels; its header has `id`, `text` and `mood`; name it with `--columns label=NAME`");
  expect_says(own_refusal("label,mood\n1,c\n"), "no column of ids or texts; its header has `label` and `mood`");
  expect_says(own_refusal("a_1,so good,1.5,train\n"), "put a row of names above the first line, such as id,text,label");
  expect_says(own_refusal("id,text,label\n"), "holds no row below its header");
}

TEST(UtteranceTable, RowsWithoutALabelAreRefusedWithTheirCount) {
  expect_says(own_refusal("id,text,label,split\na,b,1,train\nb,c,,train\nc,d,nan,train\n"),
              "own.csv: line 3: has no label, as 2 of 3 rows");
  expect_says(own_refusal("id,text,label,split\na,b,positive,train\n"),
              "own.csv: line 2: the label `positive` of column `label` is no number; `--columns label=NAME`");
}

TEST(UtteranceTable, AColumnOfWordsIsNoLabelBesideOneOfNumbers) {
  EXPECT_EQ(read_own("id,text,annotation,score,split\na,b,Positive,0.5,train\n").rows[0].label, 0.5f);
  EXPECT_EQ(read_own("id,text,label,score,split\na,b,Positive,0.5,train\n").rows[0].label, 0.5f);
}

TEST(UtteranceTable, AnUnknownSplitNamesLineAndWord) {
  expect_says(own_refusal("id,text,label,fold\na,b,1,train\nb,c,1,trian\n"),
              "own.csv: line 3: the split `trian` is none of train, valid and test (did you mean `train`?)");
  expect_says(own_refusal("id,text,label,fold\na,b,1,3\n"),
              "`--columns split= --split 70/10/20` leaves `fold` unread and draws the splits");
}

TEST(UtteranceTable, IdsThatAreLostAreRefused) {
  expect_says(own_refusal("id,text,label,split\n#NAME?,b,1,train\n"),
              "line 2: the id is `#NAME?` (a spreadsheet took it");
  expect_says(own_refusal("id,text,label,split\n,b,1,train\n"), "line 2: the id is empty");
}

TEST(UtteranceTable, QuotesInATabbedTableMayBeText) {
  const std::string open_quote = "id\ttext\tlabel\tsplit\na_1\t\"so\" he said\t1\ttrain\n";
  EXPECT_EQ(read_own(open_quote, {}, "own.tsv").rows[0].text, "\"so\" he said");
  EXPECT_EQ(read_own("id\ttext\tlabel\na_1\t\"so\tgood\"\t1\n", {}, "own.tsv").rows[0].text, "so good");
}

TEST(UtteranceTable, MayBeATableForEachSplit) {
  OwnFeatures own("id,text,label\na_1,so,1\n", "train.csv");
  own.put("dev.csv", "id,text,label\nb_1,so,1\n")
      .put("test.csv", "id,text,label\nc_1,so,1\n")
      .put("notes.csv", "x,y\n1,2\n");
  const Dataset set = own.read();
  EXPECT_EQ(set.split(SplitName::valid).id(0), "b_1");
  EXPECT_EQ(own.read({}, "test.csv").split(SplitName::test).size(), 1);
  expect_says(own.refusal({.columns = {"label=lable"}}), "has no column `lable` (did you mean `label`?)");
  own.put("tst.csv", "id,text,label\nc_1,so,1\n");
  expect_says(own.refusal(),
              "holds several tables (dev.csv and test.csv among them); name one of them with `--labels`");
  EXPECT_EQ(open_source(own.path(), "", own.path("dev.csv"))->size(SplitName::valid), 1);
}

TEST(UtteranceTable, WhatIsNoTableIsNamed) {
  expect_says(sentence_of([] { read_own("<html><body>404</body></html>"); }), "own.csv: is ");
  expect_says(OwnFeatures("PK\x03\x04 a workbook", "labels.csv").refusal({}, "labels.csv"), "labels.csv: ");
}

TEST(TableSplits, AreDrawnByVideoAndRecorded) {
  std::string text = "id,text,label\n";
  for (int video = 0; video < 10; ++video)
    for (int clip = 0; clip < 4; ++clip) text += "v" + std::to_string(video) + "_" + std::to_string(clip) + ",so,1\n";
  const OwnFeatures own(text);
  const Dataset set = own.read({.split = "70/10/20"});
  EXPECT_EQ(set.split(SplitName::train).size(), 28);
  EXPECT_EQ(set.split(SplitName::test).size(), 8);
  EXPECT_TRUE(notes_on(set, "videos_in_two_splits").empty());
  EXPECT_EQ(note_on(set, "split_drawn"),
            "the splits of 40 utterances were drawn by video (10 videos) as 70/10/20 with seed 1111; `--split-seed` "
            "draws others");
  EXPECT_EQ(set.info.extra.at("split_drawn").at("seed"), 1111);
  EXPECT_EQ(own.read({.split = "0.7/0.1/0.2"}).info.fingerprint, set.info.fingerprint);
  EXPECT_NE(own.read({.split = "70/10/20", .split_seed = 3}).info.fingerprint, set.info.fingerprint);
  expect_says(own.refusal(),
              "has no column of splits; its header has `id`, `text` and `label`; `--split 70/10/20` draws train, valid "
              "and test by video, `--columns split=NAME` names a column");
}

TEST(TableSplits, OfSomeRowsAreDrawnForTheOthers) {
  OwnFeatures own("id,text,label,split\na_1,x,1,test\na_2,x,1,\nb_1,x,1,\nb_2,x,1,\nc_1,x,1,\nc_2,x,1,\n");
  expect_says(own.refusal(),
              "labels.csv: line 3: has no split, as 5 of 6 rows; `--split 70/10/20` draws the splits of");
  const Dataset set = own.read({.split = "40/30/30"});
  EXPECT_EQ(set.split(SplitName::test).size(), 2);  // a_2 goes with the other row of its video
  EXPECT_EQ(set.split(SplitName::train).size(), 2);
  EXPECT_EQ(set.split(SplitName::valid).size(), 2);
  expect_says(note_on(set, "split_drawn"), "the splits of 5 utterances were drawn by video (2 videos)");
}

TEST(TableSplits, ThatAreStatedAreNotDrawnAnew) {
  const OwnFeatures own("id,text,label,fold\na_1,x,1,test\nb_2,x,1,train\nc_1,x,1,dev\n");
  expect_says(own.refusal({.split = "70/10/20"}),
              "has splits of its own in the column `fold`, so leave --split out; `--columns split=` leaves the column "
              "unread and draws the splits anew");
  EXPECT_EQ(own.read({.columns = {"split="}, .split = "0/0/100"}).split(SplitName::test).size(), 3);
}

}  // namespace
}  // namespace mmim
