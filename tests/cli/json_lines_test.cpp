#include "cli/json_lines.h"

#include <fcntl.h>
#include <gtest/gtest.h>
#include <unistd.h>

#include "core/error.h"
#include "support/scratch_folder.h"

namespace mmim {
namespace {

DataCard card() {
  DataCard card;
  card.streams.visual.width = 2;
  card.streams.acoustic.width = 1;
  return card;
}

std::string complaint(const std::string& line) {
  try {
    parse_request(line, card(), "line 3");
  } catch (const DataError& error) {
    return error.what();
  }
  return "";
}

TEST(Request, HoldsTextRowsAndId) {
  const Request request = parse_request(R"({"id":7,"text":"ok","visual":[[1,2],[3,4.5]],"label":1})", card(), "line 1");
  EXPECT_EQ(request.id, 7);
  EXPECT_EQ(request.utterance.text, "ok");
  EXPECT_EQ(request.utterance.rows.visual, (std::vector<float>{1, 2, 3, 4.5}));
  EXPECT_TRUE(request.absent.acoustic);
  EXPECT_FALSE(request.absent.visual);
  EXPECT_TRUE(request.utterance.rows.acoustic.empty());
}

TEST(Request, ComplaintsNameLineStreamAndRow) {
  EXPECT_EQ(complaint(R"({"text":"a","visual":[[1,2],[1,2,3]]})"),
            "line 3: `visual` row 2: the model was trained on visual 2, got 3");
  EXPECT_EQ(complaint(R"({"text":"a","acoustic":[["x"]]})"),
            "line 3: `acoustic` row 1 holds \"x\", which is no number");
  EXPECT_EQ(complaint(R"({"text":"a","acoustic":[[1e99]]})"),
            "line 3: `acoustic` row 1 holds 1e+99, which float32 does not hold");
  EXPECT_EQ(complaint(R"({"text":"a","visual":{}})"), "line 3: `visual` is not a list of rows");
  EXPECT_EQ(complaint(R"({"text":5})"), "line 3: `text` is not a string");
  EXPECT_EQ(complaint("[1]"), "line 3: not a JSON object");
  EXPECT_EQ(complaint("{}"), "line 3: none of `text`, `visual` and `acoustic` is there");
  EXPECT_NE(complaint(R"({"text": "a)").find("line 3: not JSON from byte"), std::string::npos);
  EXPECT_NE(complaint("{\"text\": \"\xff\"}").find("line 3: "), std::string::npos);
}

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
