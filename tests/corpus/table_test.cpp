#include "corpus/own_features.h"

namespace mmim {
namespace {

using Floats = std::vector<float>;

/// Four utterances of two videos; `a_2` has no visual features.
OwnFeatures small() {
  OwnFeatures own(
      "id,text,label,split\na_1,so good,1.5,train\na_2,bad,-2,train\nb_1,it is  fine,0,valid\nb_2,no,-1,test\n");
  own.array("visual/a_1.npy", {1, 2, 3, 4, 5, 6}, {3, 2}).array("visual/b_1.npy", {7, 8}, {1, 2});
  own.array("visual/b_2.npy", {9, 10, 11, 12}, {2, 2});
  for (const char* id : {"a_1", "a_2", "b_1", "b_2"})
    own.array(std::string("acoustic/") + id + ".npy", {1, 2, 3}, {3, 1});
  return own;
}

TEST(Table, IsReadWithTheFilesOfItsIds) {
  const Dataset set = small().read();
  EXPECT_EQ(set.info.layout, "table");
  EXPECT_EQ(set.info.name, "own_features");
  EXPECT_EQ(set.info.alignment, Alignment::none);
  EXPECT_EQ(set.info.streams.visual.width, 2);
  EXPECT_EQ(set.split(SplitName::train).size(), 2);
  EXPECT_EQ(set.split(SplitName::train).video(1), "a");
  EXPECT_EQ(set.split(SplitName::valid).text(0), "it is fine");
  EXPECT_EQ(set.split(SplitName::test).label(0), -1);
  EXPECT_EQ(rows_of(set, SplitName::train, Modality::visual, 0), (Floats{1, 2, 3, 4, 5, 6}));
  EXPECT_EQ(set.info.source_sha256.size(), 64u);
}

TEST(Table, IsReadByItsOwnNameOrByTheFolderOfIt) {
  const OwnFeatures own = small();
  EXPECT_EQ(own.read({}, "labels.csv").info.fingerprint, own.read().info.fingerprint);
  const auto elsewhere = scratch("elsewhere.csv", read_file(own.path("labels.csv")));
  std::filesystem::remove(own.path("labels.csv"));
  EXPECT_EQ(assemble(*open_source(own.path(), "", elsewhere), {}).split(SplitName::train).size(), 2);
}

TEST(Table, MissingFilesAreEmptyStreamsAndCounted) {
  const Dataset set = small().read();
  EXPECT_EQ(set.split(SplitName::train).length(Modality::visual, 1), 0);
  EXPECT_EQ(note_on(set, "files_missing"),
            "visual: 1 of 4 rows have no file of features (the first: a_2); such streams are empty");
}

TEST(Table, FilesOfNoRowAreCountedAndNamed) {
  OwnFeatures own = small();
  own.array("visual/c_1.npy", {1, 2}, {1, 2}).put("visual/readme.md", "x").put("visual/.DS_Store", "x");
  const Dataset set = own.read();
  EXPECT_EQ(note_on(set, "files_of_no_row"),
            "visual: 1 file of visual is of no row of the table and not read, such as c_1.npy");
  EXPECT_EQ(note_on(set, "files_without_features"),
            "visual: 1 file of visual is no features and not read, such as readme.md");
}

TEST(Table, WhoseIdsNameNoFileIsRefusedWithBothSideBySide) {
  OwnFeatures own("id,text,label,split\nclip7,so,1,train\n");
  own.array("visual/b_1.npy", {7, 8}, {1, 2});
  expect_says(own.refusal(),
              "visual: no file is named as an id of the table: ids are such as `clip7`, files such as b_1.npy");
}

TEST(Table, FindsFilesWhoseAccentsHaveOtherCodePoints) {
  OwnFeatures own("id,text,label,split\ncaf\u00e9_1,so,1,train\ntea_1,no,-1,train\n");
  own.array("visual/cafe\u0301_01.npy", {7, 8}, {1, 2}).array("visual/tea_1.npy", {7, 8}, {1, 2});
  const Dataset set = own.read();
  EXPECT_EQ(set.split(SplitName::train).length(Modality::visual, 0), 1);
  EXPECT_EQ(note_on(set, "ids_composed"),
            "visual: 1 file is found although the table writes accents with other code points");
}

TEST(Table, WithASplitCalledEvaluationTakesItForTheOneThatIsNotThere) {
  const Dataset set = OwnFeatures("text,label,split\nso,1,train\nno,-1,eval\nnever,-2,Evaluation\nfine,0,dev\n").read();
  EXPECT_EQ(set.split(SplitName::test).size(), 2);
  EXPECT_EQ(note_on(set, "evaluation_split"),
            "`eval` is read as the split test, because there is a split valid (2 rows)");
  expect_says(OwnFeatures("text,label,split\nso,1,train\nno,-1,eval\n").refusal(),
              "line 3: the split `eval` may mean valid, which selects the epoch, or test");
  expect_says(OwnFeatures("text,label,split\nso,1,train\nno,-1,eval\na,1,val\nb,1,test\n").refusal(),
              "stands beside train, valid and test, of which it is none");
  OwnFeatures own("text,label\nso,1\n", "train.csv");
  const Dataset files = own.put("eval.csv", "text,label\nno,-1\n").put("test.csv", "text,label\nfine,0\n").read();
  EXPECT_EQ(files.split(SplitName::valid).text(0), "no");
}

TEST(Table, OfTextsAloneSaysWhereFeaturesAreLookedFor) {
  const Dataset set = OwnFeatures("text,label,split\nso good,1,train\nbad,-1,test\n").read();
  EXPECT_EQ(set.info.streams.visual.width, 0);
  EXPECT_EQ(set.split(SplitName::train).id(0), "1");
  expect_says(note_on(set, "streams_absent"),
              "no visual and acoustic features were found beside the table; they are looked for in folders named such "
              "as visual and acoustic in ");
  expect_says(note_on(set, "streams_absent"), "`--visual DIR` names another");
  expect_says(note_on(set, "ids_numbered"), "the table has no column of ids: its 2 rows are numbered");
}

TEST(Table, OfFeaturesWithoutTextsIsRead) {
  OwnFeatures own("file,score,set\na_1,1,train\n");
  own.array("audio/a_1.npy", {1, 2}, {2, 1});
  const Dataset set = own.read();
  EXPECT_EQ(set.split(SplitName::train).text(0), "");
  EXPECT_EQ(set.info.streams.acoustic.width, 1);
  EXPECT_EQ(note_on(set, "columns_guessed"),
            "labels.csv: the columns are guessed by their names: id from `file`, label from `score` and split from "
            "`set`; `--columns ROLE=NAME` states them");
  expect_says(OwnFeatures("id,label,split\na_1,1,train\n").refusal(), "no column of texts, and no features lie beside");
}

TEST(Table, WhoseRowsAreItsWordsIsAligned) {
  OwnFeatures own("id,text,label,split\na_1,so good,1,train\na_2,bad,-1,train\n");
  own.array("visual/a_1.npy", {1, 2}, {2, 1}).array("acoustic/a_1.npy", {3, 4}, {2, 1});
  own.array("acoustic/a_2.npy", {5}, {1, 1});
  const Dataset set = own.read();
  EXPECT_EQ(set.info.alignment, Alignment::words);
  EXPECT_EQ(rows_of(set, SplitName::train, Modality::visual, 1), Floats{0});
  EXPECT_EQ(note_on(set, "rows_aligned"),
            "each stream has a row for each word of the 2 texts, so rows belong to words");
  EXPECT_EQ(note_on(set, "streams_of_zeros"), "1 empty stream becomes rows of zeros, one for each word");
}

TEST(Table, ThatIsNearlyAlignedNamesTheFirstOtherOne) {
  std::string table = "id,text,label,split\n";
  for (int i = 0; i < 10; ++i) table += "a_" + std::to_string(i) + ",so good,1,train\n";
  OwnFeatures own(table);
  for (int64_t i = 0; i < 10; ++i)
    own.array("visual/a_" + std::to_string(i) + ".npy", Floats(i == 7 ? 3 : 2), {i == 7 ? 3 : 2, 1});
  const Dataset set = own.read();
  EXPECT_EQ(set.info.alignment, Alignment::none);
  EXPECT_EQ(note_on(set, "rows_not_aligned"),
            "rows belong to no words: 1 of 10 streams have another number of rows than of words (the first: visual of "
            "`a_7` has 3 rows for 2 words)");
}

TEST(Table, WhoseFilesHaveEquallyManyRowsMayBePadded) {
  OwnFeatures own("id,text,label,split\na_1,one two,1,train\na_2,bad,-1,train\n");
  own.array("visual/a_1.npy", {1, 2, 0}, {3, 1}).array("visual/a_2.npy", {1, 0, 0}, {3, 1});
  const Dataset set = own.read();
  EXPECT_EQ(set.info.streams.visual.published_length, 3);
  EXPECT_EQ(rows_of(set, SplitName::train, Modality::visual, 0), (Floats{1, 2}));
  own.array("visual/a_2.npy", {1, 0}, {2, 1});
  EXPECT_EQ(rows_of(own.read(), SplitName::train, Modality::visual, 1), (Floats{1, 0}));
}

TEST(Table, FurtherLabelsAreColumnsOfTheirOwn) {
  const std::string table =
      "video_id,clip_id,text,label,label_T,label_A,label_V,annotation,mode\n"
      "video_0001,0001,好,0.4,0.2,-0.4,0.6,Positive,train\nvideo_0001,0002,好,-0.4,,0.4,0.2,Negative,test\n";
  const Dataset set = OwnFeatures(table).read();
  EXPECT_EQ(set.split(SplitName::train).id(0), "video_0001$_$0001");
  ASSERT_EQ(set.info.columns.size(), 2u);
  EXPECT_EQ(set.info.columns[0].name, "A");
  EXPECT_EQ(set.info.labels, (LabelRange{-1, 1}));
  EXPECT_FLOAT_EQ(set.split(SplitName::test).label(1, 0), 0.2f);
  EXPECT_EQ(note_on(set, "labels_left_out"),
            "the labels T are left out: 1 of split test are missing or no finite numbers");
  EXPECT_EQ(note_on(set, "columns_not_read"), "labels.csv: columns that are not read: 1, `annotation`");
  const Dataset emotions = OwnFeatures("id,text,sentiment,Happy,split\na_1,so,1,2,train\n").read();
  ASSERT_EQ(emotions.info.columns.size(), 1u);
  EXPECT_EQ(emotions.info.columns[0].name, "happy");
  EXPECT_EQ(emotions.info.columns[0].range, (LabelRange{0, 3}));
}

TEST(Table, OptionsOfATableAreForTablesAlone) {
  expect_says(sentence_of([] { open_source(utterances_in("misa"), "", {}, {.split = "70/10/20"}); }),
              "--split: is for the layout table, and ");
  EXPECT_EQ(open_source(utterances_in("sims_table"))->info().layout, "mmsa");
  EXPECT_EQ(open_source(utterances_in("sims_table/label.csv"))->info().layout, "table");
}

TEST(Table, InAFolderOfAnotherLayoutIsNotTaken) {
  OwnFeatures own = small();
  own.put("x.h5", "no");
  expect_says(own.refusal(), "which is of no known layout");
  std::filesystem::remove(own.path("x.h5"));
  std::filesystem::remove(own.path("labels.csv"));
  expect_says(own.refusal(), "the nearest is table (a CSV or TSV of id, text, label and split beside folders visual/");
  expect_says(sentence_of([&] { open_source(own.path("visual/a_1.npy")); }),
              "visual/ID.npy and acoustic/ID.npy beside a table (CSV) of id, text, label and split");
}

}  // namespace
}  // namespace mmim
