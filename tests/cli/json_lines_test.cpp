#include "cli/json_lines.h"

#include <fcntl.h>
#include <gtest/gtest.h>
#include <unistd.h>

#include "core/error.h"
#include "support/packed.h"
#include "support/scratch_folder.h"

namespace mmim {
namespace {

TEST(LineReader, GivesEveryLineWithoutItsEnd) {
  const ScratchFolder scratch;
  const std::string long_line(200000, 'x');
  write_file_atomically(scratch.path / "lines", "one\r\n\n" + long_line + "\nlast");
  LineReader reader((scratch.path / "lines").string());
  std::string line;
  for (const std::string& expected : {std::string("one"), std::string(), long_line, std::string("last")}) {
    ASSERT_TRUE(reader.next(line));
    EXPECT_EQ(line, expected);
  }
  EXPECT_FALSE(reader.next(line));
  EXPECT_FALSE(reader.next(line));
}

TEST(LineReader, KnowsWhenTheNextLineHasNotArrived) {
  int ends[2];
  ASSERT_EQ(pipe(ends), 0);
  LineReader reader("/dev/fd/" + std::to_string(ends[0]));
  ASSERT_EQ(write(ends[1], "a\nb\n", 4), 4);
  std::string line;
  ASSERT_TRUE(reader.next(line));
  EXPECT_FALSE(reader.would_wait()) << "b is in the buffer";
  ASSERT_TRUE(reader.next(line));
  EXPECT_TRUE(reader.would_wait());
  close(ends[1]);
  EXPECT_FALSE(reader.would_wait()) << "the end can be read at once";
  close(ends[0]);
}

/// All requests of a file with their places; what is no JSON as its complaint.
std::vector<std::string> requests_in(const std::string& text) {
  const ScratchFolder scratch;
  write_file_atomically(scratch.path / "in", text);
  RequestReader reader((scratch.path / "in").string());
  std::vector<std::string> found;
  while (reader.next()) {
    const std::string where = reader.where();
    try {
      found.push_back(where.substr(where.rfind("/in ") + 4) + ": " + reader.parse().dump());
    } catch (const DataError& error) {
      found.push_back("refused");
    }
  }
  return found;
}

using Found = std::vector<std::string>;

TEST(RequestReader, ReadsLinesAndSkipsBlankOnes) {
  EXPECT_EQ(requests_in("\xEF\xBB\xBF{\"a\":1}\r\n\n  \n{\"a\":NaN}\n[2]"),
            (Found{"line 1: {\"a\":1}", "line 4: {\"a\":null}", "line 5: [2]"}));
  EXPECT_EQ(requests_in("{\"a\":\n{\"b\":1}\n"), (Found{"refused", "line 2: {\"b\":1}"}));
  EXPECT_EQ(requests_in(""), Found{});
}

TEST(RequestReader, ReadsAnArrayOrAnObjectOverManyLines) {
  const Found two{"item 1: {\"a\":1}", "item 2: {\"b\":2}"};
  EXPECT_EQ(requests_in("[\n {\"a\": 1},\n {\"b\":\n 2}\n]\n"), two);
  EXPECT_EQ(requests_in("\n[{\"a\":1},{\"b\":2}]"), two);
  EXPECT_EQ(requests_in("{\n \"a\": 1\n}\n"), (Found{"item 1: {\"a\":1}"}));
  EXPECT_EQ(requests_in("[]"), Found{});
  EXPECT_THROW(requests_in("[\n{\"a\": 1}"), DataError);
}

TEST(RequestReader, NamesWhatIsNoText) {
  EXPECT_THROW(requests_in("\xFF\xFE{"), DataError);
  EXPECT_THROW(requests_in("\x80\x04."), DataError);
}

TEST(LineWriter, AFileAppearsOnlyWhenFinished) {
  const ScratchFolder scratch;
  const auto path = scratch.path / "out.jsonl";
  {
    LineWriter writer(path.string());
    writer.write(Json{{"score", 1.5}});
    EXPECT_FALSE(std::filesystem::exists(path));
    writer.finish();
  }
  EXPECT_EQ(read_file(path), "{\"score\":1.5}\n");
  { LineWriter abandoned((scratch.path / "none").string()); }
  EXPECT_FALSE(std::filesystem::exists(scratch.path / "none"));
}

TEST(LineReader, ReadsLinesThatArePacked) {
  const ScratchFolder scratch;
  for (const auto& [name, bytes] :
       {std::pair("a.jsonl.gz", gzipped("one\ntwo\n")), {"a.jsonl.xz", in_xz("one\ntwo\n")}}) {
    write_file_atomically(scratch.path / name, bytes);
    LineReader reader((scratch.path / name).string());
    std::string line;
    ASSERT_TRUE(reader.next(line));
    EXPECT_EQ(line, "one");
    ASSERT_TRUE(reader.next(line));
    EXPECT_EQ(line, "two");
    EXPECT_FALSE(reader.next(line));
    EXPECT_EQ(reader.name(), (scratch.path / name).string());
  }
}

}  // namespace
}  // namespace mmim
