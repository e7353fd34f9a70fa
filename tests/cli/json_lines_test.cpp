#include "cli/json_lines.h"

#include <fcntl.h>
#include <gtest/gtest.h>
#include <unistd.h>

#include "core/error.h"
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

}  // namespace
}  // namespace mmim
