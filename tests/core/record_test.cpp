#include "core/record.h"

#include <gtest/gtest.h>

#include <cmath>

namespace mmim {
namespace {

struct Inner {
  double number = 0;
  template <class Self, class Visit>
  static void each_field(Self& self, const Visit& visit) {
    visit("number", self.number);
  }
};

struct Outer {
  std::string word;
  std::optional<Inner> inner;
  std::optional<double> number;
  std::map<std::string, std::vector<double>> lists;
  template <class Self, class Visit>
  static void each_field(Self& self, const Visit& visit) {
    visit("word", self.word);
    visit("inner", self.inner);
    visit("number", self.number);
    visit("lists", self.lists);
  }
};

TEST(Record, IsTheSameAfterWritingAndReading) {
  const Outer outer{"w", Inner{.5}, .25, {{"a", {1, std::nan("")}}}};
  const Json json = field_to_json(outer);
  EXPECT_EQ(json.dump(), R"({"word":"w","inner":{"number":0.5},"number":0.25,"lists":{"a":[1.0,null]}})");
  const auto again = read_record<Outer>(json, "file", "a test");
  EXPECT_EQ(field_to_json(again), json);
  EXPECT_TRUE(std::isnan(again.lists.at("a").at(1)));
}

TEST(Record, HasNullWhereAnOptionalFieldHasNothing) {
  const Json json = field_to_json(Outer{"w", {}, {}, {}});
  EXPECT_EQ(json.dump(), R"({"word":"w","inner":null,"number":null,"lists":{}})");
  EXPECT_FALSE(read_record<Outer>(json, "file", "a test").inner.has_value());
}

TEST(Record, NamesTheKeyThatIsMissing) {
  try {
    read_record<Outer>({{"word", "w"}, {"inner", Json::object()}}, "file", "a test");
    FAIL() << "the missing number was not missed";
  } catch (const DataError& error) {
    EXPECT_NE(std::string(error.what()).find("file: is not a test: `number`"), std::string::npos) << error.what();
  }
}

TEST(Decimal, HasTheDigitsAndTheSignThatAreAskedFor) {
  EXPECT_EQ(decimal(0.12345, 3), "0.123");
  EXPECT_EQ(decimal(0.12345, 3, true), "+0.123");
  EXPECT_EQ(decimal(-2, 0, true), "-2");
  EXPECT_EQ(decimal(std::nan(""), 3, true), "-");
}

}  // namespace
}  // namespace mmim
