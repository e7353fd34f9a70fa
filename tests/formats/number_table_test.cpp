#include "formats/number_table.h"

#include <gtest/gtest.h>

#include <cmath>

#include "core/error.h"
#include "support/packed.h"
#include "support/scratch.h"

namespace mmim {
namespace {

using Floats = std::vector<float>;

NumberTable table_of(const std::string& text) { return read_number_table(scratch("numbers.csv", text)); }

void expect_numbers(const std::string& text, const Floats& values, std::vector<int64_t> shape) {
  const NumberTable table = table_of(text);
  EXPECT_EQ(table.values.shape, shape) << text;
  EXPECT_EQ(table.values.to_floats(), values) << text;
}

std::string refusal_of(const std::string& text) {
  try {
    table_of(text);
  } catch (const DataError& error) {
    return error.what();
  }
  ADD_FAILURE() << "nothing was refused";
  return "";
}

TEST(NumberTable, IsCutAtWhateverSeparatesNumbers) {
  for (const char* text :
       {"1,2.5\n-3,4e1\n", "1;2.5\n-3;4e1\n", "1\t2.5\n-3\t4e1\n", "1|2.5\n-3|4e1", "1 2.5\n-3  4e1\n",
        " 1, 2.5\r\n -3, 4e1\r\n", "# made by numpy\n1 2.5\n\n-3 4e1\n", "1;2,5\n-3;4e1\n"})
    expect_numbers(text, {1, 2.5f, -3, 40}, {2, 2});
  expect_numbers(gzipped("1,2\n3,4\n"), {1, 2, 3, 4}, {2, 2});
  expect_numbers("+1.5e-1,2\n", {0.15f, 2}, {1, 2});
}

TEST(NumberTable, ARowOfNamesIsNoRow) {
  expect_numbers("AU01_r,AU02_r\n1,2\n", {1, 2}, {1, 2});
  expect_numbers("\"a\",\"b\"\n1,2\n", {1, 2}, {1, 2});
  expect_numbers("0,1,2\n7,8,9\n", {7, 8, 9}, {1, 3});
  expect_numbers("1,2,3\n7,8,9\n", {1, 2, 3, 7, 8, 9}, {2, 3});
  expect_numbers("a,b\n", {}, {0, 2});
}

TEST(NumberTable, ColumnsThatSayWhereARowBelongsAreLeftOut) {
  const NumberTable openface = table_of("frame, face_id, timestamp, confidence, gaze_0_x\n1, 0, 0.04, 0.98, 0.5\n");
  EXPECT_EQ(openface.left_out, (std::vector<std::string>{"frame", "face_id", "timestamp"}));
  EXPECT_EQ(openface.values.to_floats(), (Floats{0.98f, 0.5f}));
  const NumberTable opensmile = table_of("name;frameTime;F0\n'unknown';0.0;220\n'unknown';0.01;221\n");
  EXPECT_EQ(opensmile.left_out, (std::vector<std::string>{"name", "frameTime"}));
  EXPECT_EQ(opensmile.values.to_floats(), (Floats{220, 221}));
  const NumberTable pandas = table_of(",0,1\n0,5,6\n1,7,8\n");
  EXPECT_EQ(pandas.left_out, std::vector<std::string>{"without a name"});
  EXPECT_EQ(pandas.values.to_floats(), (Floats{5, 6, 7, 8}));
}

TEST(NumberTable, EmptyFieldsAndWordsForNothingAreNaN) {
  const Floats values = table_of("1,,NaN,NA,inf\n").values.to_floats();
  ASSERT_EQ(values.size(), 5u);
  for (const size_t i : {1, 2, 3}) EXPECT_TRUE(std::isnan(values[i])) << i;
  EXPECT_TRUE(std::isinf(values[4]));
  EXPECT_TRUE(std::isinf(table_of("1e999,1\n").values.to_floats()[0]));
}

TEST(NumberTable, NamesLineAndFieldOfWhatIsNoNumber) {
  EXPECT_NE(refusal_of("a,b\n1,2\n3,x y\n").find("numbers.csv: line 3: field 2, `x y`, is no number"),
            std::string::npos);
  EXPECT_NE(refusal_of("1,2\n3\n").find("line 2: 1 fields where line 1 has 2"), std::string::npos);
  EXPECT_NE(refusal_of("").find("is an empty file"), std::string::npos);
}

TEST(ParseNumber, ReadsWhatPeopleWrite) {
  double number = 0;
  EXPECT_TRUE(parse_number(" +2.50 ", number));
  EXPECT_EQ(number, 2.5);
  EXPECT_TRUE(parse_number("", number));
  EXPECT_TRUE(std::isnan(number));
  for (const char* word : {"positive", "1,5", "1.5x", "--1", "."}) EXPECT_FALSE(parse_number(word, number)) << word;
}

}  // namespace
}  // namespace mmim
