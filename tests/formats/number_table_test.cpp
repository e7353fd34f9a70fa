#include "formats/number_table.h"

#include <gtest/gtest.h>

#include <cmath>

#include "core/error.h"
#include "support/packed.h"
#include "support/scratch.h"

namespace mmim {
namespace {

using Floats = std::vector<float>;
using Names = std::vector<std::string>;

NumberTable table_of(const std::string& text) { return read_number_table(scratch("numbers.csv", text)); }

void expect_numbers(const std::string& text, const Floats& values, std::vector<int64_t> shape) {
  const NumberTable table = table_of(text);
  EXPECT_EQ(table.values.shape, shape) << text;
  EXPECT_EQ(table.values.to_floats(), values) << text;
}

Names places_of(const NumberTable& table) {
  Names names;
  for (const PlaceColumn& place : table.places) names.push_back(place.name);
  return names;
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
  EXPECT_EQ(places_of(openface), (Names{"frame", "face_id", "timestamp", "confidence"}));
  EXPECT_EQ(openface.names, Names{"gaze_0_x"});
  EXPECT_EQ(openface.values.to_floats(), Floats{0.5f});
  EXPECT_EQ(places_of(table_of("frame,confidence,success\n1,1,1\n")), (Names{"frame", "confidence", "success"}));
  EXPECT_EQ(places_of(table_of("face, confidence, AU01_r\n0, 1, 2\n")), (Names{"face", "confidence"}));
  const NumberTable opensmile = table_of("name;frameTime;F0\n'a;b';0.0;220\n'unknown';0.01;221\n");
  EXPECT_EQ(places_of(opensmile), (Names{"name", "frameTime"}));
  EXPECT_EQ(opensmile.places[0].fields, (Names{"a;b", "unknown"}));
  EXPECT_EQ(opensmile.places[1].fields, (Names{"0.0", "0.01"}));
  EXPECT_EQ(opensmile.values.to_floats(), (Floats{220, 221}));
  const NumberTable pandas = table_of(",0,1\n0,5,6\n1,7,8\n");
  EXPECT_EQ(places_of(pandas), Names{""});
  EXPECT_EQ(pandas.names, Names{});
  EXPECT_EQ(pandas.values.to_floats(), (Floats{5, 6, 7, 8}));
}

TEST(NumberTable, OfMeasuresThatSayNoPlaceKeepsThemAsFeatures) {
  const NumberTable sure = table_of("confidence,success,face_x\n0.5,1,2\n");
  EXPECT_EQ(sure.names, Names{"face_x"});
  EXPECT_EQ(table_of("confidence,energy\n0.5,1\n").names, (Names{"confidence", "energy"}));
  EXPECT_EQ(table_of("success,energy\n0.5,1\n").names, (Names{"success", "energy"}));
}

TEST(NumberTable, EmptyFieldsAndWordsForNothingAreNaN) {
  const Floats values = table_of("1,,NaN,NA,inf,-nan(ind),-1.#IND\n").values.to_floats();
  ASSERT_EQ(values.size(), 7u);
  for (const size_t i : {1, 2, 3, 5, 6}) EXPECT_TRUE(std::isnan(values[i])) << i;
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
