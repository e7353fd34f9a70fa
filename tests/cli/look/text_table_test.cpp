#include "cli/look/text_table.h"

#include <gtest/gtest.h>

namespace mmim {
namespace {

TEST(TextTable, AlignsByCharactersNotBytes) {
  EXPECT_EQ(aligned({{"é", "1"}, {"ab", "22"}}, "lr"), "é    1\nab  22\n");
  EXPECT_EQ(aligned({{"a"}, {"b", "c"}}, "ll"), "a\nb  c\n");
}

TEST(TextTable, PutsColumnsThatDoNotFitBelowTheOthers) {
  const std::vector<std::vector<std::string>> rows{{"name", "a", "bbb", "c"}, {"x", "1", "2"}};
  EXPECT_EQ(aligned(rows, "lrrl", 100), aligned(rows, "lrrl"));
  EXPECT_EQ(aligned(rows, "lrrl", 15), "name  a  bbb  c\nx     1    2\n") << "the last column fits just so";
  EXPECT_EQ(aligned(rows, "lrrl", 14), "name  a  bbb\nx     1    2\n\nname  c\nx\n");
  EXPECT_EQ(aligned(rows, "lrrl", 1), "name  a\nx     1\n\nname  bbb\nx       2\n\nname  c\nx\n") << "one at a time";
  EXPECT_EQ(aligned({{"alone"}}, "l", 80), "alone\n");
}

TEST(TextTable, WrapsLinesBehindTheirFirstColumns) {
  const std::string text = "note    one two three four five six\nshort   line\n";
  EXPECT_EQ(wrapped_lines(text, 30, 8), "note    one two three four\n        five six\nshort   line\n");
  EXPECT_EQ(wrapped_lines(text, 80, 8), text);
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
