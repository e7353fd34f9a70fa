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
  EXPECT_EQ(refusal("a,b\n\"1\n2\",3\n4\n"), ": line 4: 1 fields where the header has 2");
  EXPECT_EQ(refusal("a,b\n1,\"2\n"), ": line 2: a quote is opened and never closed");
  EXPECT_EQ(refusal("a,b\n1,\"2\"3\n"), ": line 2: text follows a closing quote");
  EXPECT_EQ(refusal(""), ": is empty, a header row was expected");
}

TEST(Csv, SuggestsTheNearestColumn) {
  const Table table{{"video_id", "clip_id"}, {}};
  EXPECT_EQ(table.column("clip_id", "f"), 1u);
  try {
    table.column("clipid", "f");
    FAIL();
  } catch (const DataError& error) {
    EXPECT_EQ(std::string(error.what()), "f: no column `clipid` (did you mean `clip_id`?)");
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
