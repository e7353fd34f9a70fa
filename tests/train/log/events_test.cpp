#include "train/log/events.h"

#include <gtest/gtest.h>

#include "core/error.h"
#include "core/files.h"
#include "support/scratch.h"

namespace mmim {
namespace {

std::string hex(std::string_view bytes) {
  std::string digits;
  for (const unsigned char c : bytes) {
    digits += "0123456789abcdef"[c >> 4];
    digits += "0123456789abcdef"[c & 15];
  }
  return digits;
}

// RFC 3720 B.4 and the check value of CRC-32C.
TEST(Crc32c, EqualsKnownValues) {
  EXPECT_EQ(crc32c("123456789"), 0xE3069283u);
  EXPECT_EQ(crc32c(std::string(32, '\0')), 0x8A9136AAu);
  EXPECT_EQ(crc32c(std::string(32, '\xFF')), 0x62A8AB43u);
  EXPECT_EQ(crc32c(""), 0u);
}

// Event: wall_time 1 (double), step 2, file_version 3, summary 5; Summary: value 1; Value: tag 1, simple_value 2
// (float).
TEST(Events, AreFramedAndEncodedByteForByte) {
  EXPECT_EQ(hex(version_event(1.5)),
            "09000000000000f83f"
            "1a0d627261696e2e4576656e743a32");
  EXPECT_EQ(hex(scalar_event(1.5, 300, std::vector<std::pair<std::string, double>>{{"ab", 0.25}})),
            "09000000000000f83f"
            "10ac02"
            "2a0b"
            "0a09"
            "0a026162"
            "150000803e");
  EXPECT_EQ(hex(text_event(1.5, 0, "ab", "cd")),
            "09000000000000f83f"
            "1000"
            "2a1a"
            "0a18"
            "0a026162"
            "4208"
            "0807"
            "1200"
            "42026364"
            "4a08"
            "0a06"
            "0a0474657874");
  const std::string record = tf_record("abc");
  EXPECT_EQ(hex(record.substr(0, 8)), "0300000000000000");
  EXPECT_EQ(record.substr(12, 3), "abc");
  EXPECT_EQ(record.size(), 8u + 4 + 3 + 4);
}

TEST(AppendFile, IsCutBackToWhereASavedStateLeftIt) {
  const auto path = scratch("cut.jsonl", "one\ntwo\nthr");
  {
    AppendFile file(path, 4);
    file.append("zwei\n");
    EXPECT_EQ(file.size(), 9);
  }
  EXPECT_EQ(read_file(path), "one\nzwei\n");
}

TEST(AppendFile, NamesAFileThatIsShorterThanTheSavedState) {
  const auto path = scratch("short.jsonl", "one\n");
  try {
    AppendFile file(path, 9);
    FAIL();
  } catch (const DataError& error) {
    EXPECT_EQ(std::string(error.what()), path.string() + ": has 4 bytes, the saved state was written after 9");
  }
}

}  // namespace
}  // namespace mmim
