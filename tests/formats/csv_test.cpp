#include "formats/csv.h"

#include <gtest/gtest.h>

#include "core/error.h"
#include "support/mutate.h"
#include "support/places.h"

namespace mmim {
namespace {

using Row = std::vector<std::string>;

TEST(Csv, ReadsQuotedFieldsAndSkipsTheByteOrderMark) {
  const Table table =
      read_csv(scratch("table.csv", "\xEF\xBB\xBFvideo_id,text\r\na,\"one, \"\"two\"\"\nthree\"\r\n\r\nb,\n"));
  EXPECT_EQ(table.header, (Row{"video_id", "text"}));
  ASSERT_EQ(table.rows.size(), 2u);
  EXPECT_EQ(table.rows[0], (Row{"a", "one, \"two\"\nthree"}));
  EXPECT_EQ(table.rows[1], (Row{"b", ""}));
}

TEST(Csv, ReadsItsOwnLines) {
  const Row fields{"plain", "with, comma", "with \"quote\"", "two\nlines", "", " spaces "};
  const Table table = read_csv(scratch("own.csv", csv_line(Row(6, "h")) + csv_line(fields)));
  EXPECT_EQ(table.rows.at(0), fields);
  EXPECT_EQ(csv_line({"a", "b"}), "a,b\n");
}

TEST(Csv, ALineWithoutItsBreakCounts) {
  EXPECT_EQ(read_csv(scratch("end.csv", "a,b\n1,")).rows.at(0), (Row{"1", ""}));
  EXPECT_EQ(read_tsv(scratch("end.tsv", "a\tb\n\"1\t2")).rows.at(0), (Row{"\"1", "2"}));
}

TEST(Csv, NamesTheLineThatIsWrong) {
  const auto refusal = [](const std::string& text) -> std::string {
    const auto path = scratch("wrong.csv", text);
    try {
      read_csv(path);
    } catch (const DataError& error) {
      return std::string(error.what()).substr(path.string().size());
    }
    return "";
  };
  EXPECT_EQ(refusal("a,b\n\"1\n2\",3\n4\n"), ": line 4: 1 field where the header has 2");
  EXPECT_EQ(refusal("a,b\n1,\"2\n"), ": line 2: a quote is opened and never closed");
  EXPECT_EQ(refusal("a,b\n1,\"2\"3\n"), ": line 2: text follows a closing quote");
  EXPECT_EQ(refusal("a,b\n1,2, 3\n"),
            ": line 2: 3 fields where the header has 2 (a text that holds the separator stands in quotes)");
  EXPECT_EQ(refusal(""), ": is empty, a header row was expected");
  EXPECT_EQ(refusal(" \n,\n"), ": is empty, a header row was expected");
  EXPECT_EQ(refusal("a,b\n1,\x82\n").substr(0, 31), ": line 2: is no UTF-8 text (byt");
}

TEST(Csv, FindsTheSeparatorOfTheHeaderAndSaysSo) {
  const Table semicolons = read_csv(scratch("separated.csv", "video_id;text\na;\"one, two\"\n"));
  EXPECT_EQ(semicolons.rows, (std::vector<Row>{{"a", "one, two"}}));
  EXPECT_EQ(semicolons.notes, (Row{"separated.csv is separated by semicolons"}));
  EXPECT_EQ(read_csv(scratch("t.csv", "id\ttext, spoken\n1\ta, b\n")).rows.at(0), (Row{"1", "a, b"}));
  EXPECT_EQ(read_csv(scratch("t.csv", "id|text\n1|a, b; c\n")).rows.at(0), (Row{"1", "a, b; c"}));
  EXPECT_EQ(read_csv(scratch("t.csv", "sep=;\r\nid;text\r\n1;a\r\n")).rows.at(0), (Row{"1", "a"}));
  EXPECT_TRUE(read_csv(scratch("t.csv", "id,text;\n1,a\n")).notes.empty());
  EXPECT_EQ(read_csv(scratch("t.csv", "id\n1\n")).rows.at(0), (Row{"1"}));
}

TEST(Csv, ReadsOtherEncodingsAndSaysWhich) {
  const Table western = read_csv(scratch("t.csv", "id,text\n1,caf\xE9\n"));
  EXPECT_EQ(western.rows.at(0), (Row{"1", "café"}));
  EXPECT_EQ(western.notes, (Row{"t.csv is no UTF-8 and is read as windows-1252 (line 2: `1,café`)"}));
  const Table wide = read_csv(scratch("t.csv", std::string("\xFF\xFE"
                                                           "i\0d\0\n\0"
                                                           "1\0\n\0",
                                                           12)));
  EXPECT_EQ(wide.rows.at(0), (Row{"1"}));
  EXPECT_EQ(wide.notes, (Row{"t.csv is read as UTF-16LE"}));
}

TEST(Csv, WhatSpreadsheetsLeaveBehindIsNoRowAndNoField) {
  const Table table = read_csv(scratch("t.csv", "\n,,\na,b,\n1,2\n,,\n 3 ,4,,,\n\n"));
  EXPECT_EQ(table.header, (Row{"a", "b", ""}));
  EXPECT_EQ(table.rows, (std::vector<Row>{{"1", "2", ""}, {" 3 ", "4", ""}}));
  EXPECT_EQ(table.lines, (std::vector<size_t>{4, 6}));
  EXPECT_EQ(read_csv(scratch("t.csv", "a,b\r1,2\r")).rows.at(0), (Row{"1", "2"}));
}

TEST(Csv, FindsAColumnHoweverItIsSpelled) {
  const Table table{{" Video ID", "\"clipId\"", "TEXT", "text", ""}, {}};
  EXPECT_EQ(table.find({"video_id"}), 0u);
  EXPECT_EQ(table.find({"segment", "clip_id"}), 1u);
  EXPECT_EQ(table.find({"text"}), 3u);
  EXPECT_FALSE(table.find({"label", ""}));
}

TEST(Csv, SuggestsTheNearestColumn) {
  const Table table{{"video_id", "clip_id"}, {}};
  EXPECT_EQ(table.column("clip_id", "f"), 1u);
  try {
    table.column("clip_od", "f");
    FAIL();
  } catch (const DataError& error) {
    EXPECT_EQ(std::string(error.what()),
              "f: no column `clip_od` (did you mean `clip_id`?); its header has `video_id` and `clip_id`");
  }
}

TEST(Csv, ReadsTheRealTableOfUtterances) {
  const auto path = real_data("mosi/mosi_utterances.tsv");
  if (!std::filesystem::exists(path)) GTEST_SKIP() << "no real table of utterances beside the project";
  EXPECT_GE(read_tsv(path).rows.size(), 2000u);
}

TEST(Csv, SurvivesMutations) {
  const std::string seed = "id,text,label\n1,\"one, two\",0.5\n2,\"a \"\"b\"\"\nc\",-1\n3,plain,2\n";
  const auto count = try_mutations(seed, ".csv", 400, [](const std::filesystem::path& path) {
    for (const Row& row : read_csv(path).rows) csv_line(row);
    read_tsv(path);
  });
  EXPECT_GT(count.refused, 100);
}

}  // namespace
}  // namespace mmim
