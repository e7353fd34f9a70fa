#include "corpus/layouts/label_table.h"

#include "corpus/helpers.h"

namespace mmim {
namespace {

using Words = std::vector<std::string>;
using Rows = std::vector<size_t>;

const Words kIds{"vid_a_1", "vid_a_2", "-b_1"};

LabelTable table(const std::string& text, const std::string& name = "MOSI-label.csv") {
  return LabelTable(scratch(name, text));
}

Rows rows_by(const std::string& text, const Words& ids = kIds) { return table(text).match(ids, "p.pkl").rows; }

std::string refusal(const std::string& text, const Words& ids = kIds) {
  return sentence_of([&] { table(text).match(ids, "p.pkl"); });
}

TEST(LabelTable, FindsClipsHoweverASpreadsheetWritesThem) {
  EXPECT_EQ(rows_by("video_id,clip_id,text\n-b,1,x\nvid_a,2,y\nvid_a,1,z\n"), (Rows{2, 1, 0}));
  EXPECT_EQ(rows_by("video_id,clip_id,text\n-b,1.0,x\nvid_a,2.0,y\nvid_a,1.0,z\n"), (Rows{2, 1, 0}));
  EXPECT_EQ(rows_by("video_id,clip_id,text\n-b,0001,x\nvid_a,0002,y\nvid_a,0001,z\n"), (Rows{2, 1, 0}));
  EXPECT_EQ(rows_by("video_id,clip_id,text\n=\"-b\",1E+00,x\n vid_a ,2.00E+00,y\n'vid_a,1,z\n"), (Rows{2, 1, 0}));
  EXPECT_EQ(rows_by("video_id,clip_id,text\n1E+05,3,x\n100001,3,y\n", {"100000_3", "100001$_$0003"}), (Rows{0, 1}));
}

TEST(LabelTable, TheExactFormGoesFirst) {
  EXPECT_EQ(rows_by("video_id,clip_id,text\nv,01,x\nv,1,y\n", {"v_1", "v_01"}), (Rows{1, 0}));
  expect_says(refusal("video_id,clip_id,text\nv,01,x\nv,1,y\n", {"v_001"}), "it does not name `v_001`");
}

TEST(LabelTable, FindsColumnsByTheNamesInUse) {
  EXPECT_EQ(rows_by("Video,Clip,Transcript\n-b,1,x\nvid_a,2,y\nvid_a,1,z\n"), (Rows{2, 1, 0}));
  EXPECT_EQ(rows_by("id;raw_text\n-b_1;x\nvid_a$_$2;y\nvid_a[1];z\n"), (Rows{2, 1, 0}));
  EXPECT_EQ(table("Dialogue_ID,Utterance_ID,Utterance\n0,1,hello\n").text(0), "hello");
  expect_says(sentence_of([] { table("a,text\n1,x\n"); }), "no column `video_id`");
  expect_says(table("video_id,clip_id\nv,1\n").lacking_words(),
              "no column `text`; its header has `video_id` and `clip_id`");
}

TEST(LabelTable, GoesRowByRowWhereIdsNameNoClip) {
  const std::string text = "video_id,clip_id,text\nvid_a,1,x\nvid_a,2,y\n-b,1,z\n";
  EXPECT_EQ(rows_by(text, {"vid_a[0]", "vid_a[1]", "-b[0]"}), (Rows{0, 1, 2}));
  EXPECT_EQ(rows_by(text, {"vid_a[1]", "vid_a[2]", "-b[1]"}), (Rows{0, 1, 2}));
  EXPECT_EQ(rows_by(text, {"vid_a[0.5,2]", "vid_a[2,4]", "-b[0,1]"}), (Rows{0, 1, 2}));
  EXPECT_EQ(rows_by(text, {"vid_a", "vid_a", "-b"}), (Rows{0, 1, 2}));
}

TEST(LabelTable, BlamesTheOrderOnlyWhereTheVideoStandsElsewhere) {
  const std::string text = "video_id,clip_id,text\n-b,1,x\nvid_a,1,y\nvid_a,2,z\n";
  expect_says(
      refusal(text, {"vid_a[0]", "vid_a[1]", "-b[0]"}),
      "row 1 is of video -b, the utterance at its place in p.pkl of vid_a[0], which the table has at row 2: its "
      "rows stand in another order");
  expect_says(refusal(text, {"c[0]", "vid_a[1]", "-b[0]"}), "of c[0], of which the table has no row");
}

TEST(LabelTable, ShowsAnIdAndARowSideBySide) {
  expect_says(
      refusal("video_id,clip_id,text\nvid_a,1,x\nvid_a,2,y\n#NAME?,1,z\n"),
      "has 3 rows for the 3 utterances of p.pkl and names 2 of them by video and clip; it does not name `-b_1`, "
      "and no utterance is video `#NAME?`, clip `1` at line 4 (a spreadsheet took that id for a formula");
  expect_says(refusal("video_id,clip_id,text\nvid_a,1.5,x\nvid_a,2,y\n-b,1,z\n"),
              "it does not name `vid_a_1`, and no utterance is video `vid_a`, clip `1.5` at line 2");
}

TEST(LabelTable, CountsRowsThatStandTwiceAndRowsOfNoUtterance) {
  const auto notes = [](const std::string& text) { return table(text).match({"v_1"}, "p.pkl").notes; };
  EXPECT_EQ(notes("video_id,clip_id,text\nv,1,x\n"), Words{});
  EXPECT_EQ(
      notes("video_id,clip_id,text\nv,1,x\nv,1,x\nv,1,y\nv,2,x\n"),
      (Words{"MOSI-label.csv: rows that repeat video and clip of an earlier row: 2 (with other words: 1), such as "
             "video `v`, clip `1` at line 3; the first row of each is taken",
             "MOSI-label.csv: rows of no utterance, which are not used: 1"}));
}

TEST(LabelTable, OfOtherIdsShowsSomeOfBothSides) {
  expect_says(refusal("video_id,clip_id,text\nx,1,so\ny,,bad\nz,1,good\nw,1,fine\n"),
              "has 4 rows for the 3 utterances of p.pkl and names 0 of them by video and clip; it does not name "
              "`vid_a_1` or any other: its rows are such as video `x`, clip `1`; video `y`; video `z`, clip `1`; the "
              "utterances are such as `vid_a_1`, `vid_a_2` and `-b_1`");
}

TEST(LabelTable, FindsIdsWhoseAccentsHaveOtherCodePoints) {
  const Words ids{"caf\u00e9_1", "tea_1"};
  const LabelTable decomposed = table("video_id,clip_id,text\ntea,1,x\ncafe\u0301,01,y\n");
  EXPECT_TRUE(decomposed.names(ids));
  const LabelTable::Matched matched = decomposed.match(ids, "p.pkl");
  EXPECT_EQ(matched.rows, (Rows{1, 0}));
  EXPECT_EQ(matched.notes,
            Words{"MOSI-label.csv: 1 id is found although the table writes their accents with other code points, such "
                  "as `caf\u00e9_1`"});
  EXPECT_EQ(table("video_id,clip_id,text\ntea,1,x\ncaf\u00e9,1,y\n").match(ids, "p.pkl").notes, Words{});
}

TEST(LabelTable, ASpreadsheetIsNamed) {
  expect_says(sentence_of([] { LabelTable("labels.xlsx"); }),
              "labels.xlsx: is a spreadsheet; save its sheet as `CSV UTF-8`");
}

}  // namespace
}  // namespace mmim
