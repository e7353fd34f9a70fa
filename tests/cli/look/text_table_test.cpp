#include "cli/look/text_table.h"

#include <gtest/gtest.h>

namespace mmim {
namespace {

TEST(TextTable, AlignsByCharactersNotBytes) {
  EXPECT_EQ(aligned({{"é", "1"}, {"ab", "22"}}, "lr"), "é    1\nab  22\n");
  EXPECT_EQ(aligned({{"a"}, {"b", "c"}}, "ll"), "a\nb  c\n");
}

TEST(TextTable, WrapsBetweenWords) {
  EXPECT_EQ(wrapped("one two three", 9, 2), "one two\n  three");
  EXPECT_EQ(wrapped("one two three", 5, 4), "one\n    two\n    three");
}

TEST(TextTable, SaysNumbersForPeople) {
  EXPECT_EQ(grouped(0), "0");
  EXPECT_EQ(grouped(999), "999");
  EXPECT_EQ(grouped(-1234567), "-1,234,567");
  EXPECT_EQ(duration(12.2), "12 s");
  EXPECT_EQ(duration(247), "4:07 min");
  EXPECT_EQ(duration(3723), "1:02:03 h");
}

}  // namespace
}  // namespace mmim
