#include "core/json.h"

#include <gtest/gtest.h>

#include <bit>
#include <cmath>
#include <limits>

#include "core/error.h"
#include "core/keys.h"

namespace mmim {
namespace {

TEST(Json, RefusesNestingThatWouldExhaustTheStack) {
  const auto nested = [](size_t depth) { return std::string(depth, '[') + std::string(depth, ']'); };
  EXPECT_NO_THROW(parse_json(nested(100), "x"));
  for (const std::string& text : {nested(101), std::string(1'000'000, '['), R"({"a":)" + nested(1'000'000) + "}"}) {
    try {
      parse_json(text, "x.json");
      FAIL();
    } catch (const DataError& error) {
      EXPECT_STREQ(error.what(), "x.json: JSON nested more than 100 deep");
    }
  }
}

TEST(Json, CountsNoBracketsInsideStrings) {
  const std::string brackets(1000, '[');
  EXPECT_EQ(parse_json("[\"" + brackets + "\", \"\\\"" + brackets + "\"]", "x").size(), 2u);
}

TEST(Toml, RefusalsAreInPlainWordsAndShowTheLine) {
  const auto complaint = [](const std::string& text) -> std::string {
    try {
      parse_toml(text, "x");
    } catch (const ConfigError& error) {
      return error.what();
    }
    return "";
  };
  EXPECT_EQ(complaint("a = 1\nmodel = misa\n"),
            "x:2:9: the value is no number, true, false or [list], and text stands in \"quotes\" (`model = misa`)");
  EXPECT_EQ(complaint("a = True"),
            "x:1:5: the value is no number, true, false or [list], and text stands in \"quotes\" (`a = True`)");
  EXPECT_EQ(complaint("lr: 0.1"), "x:1:3: a line is `name = value` or `[section]` (`lr: 0.1`)");
  EXPECT_EQ(complaint("{\"a\": 1}"), "x:1:1: a line is `name = value` or `[section]` (`{\"a\": 1}`)");
  EXPECT_EQ(complaint("s = 1111,1112"),
            "x:1:9: something follows the value; several values are a list: [1, 2] (`s = 1111,1112`)");
  EXPECT_EQ(complaint("a = 1\nb = .x"), "x:2:5: a number has a digit before its point, such as 0.1 (`b = .x`)");
  EXPECT_EQ(complaint("a = 1\na = 2"), "x:2:5: the name stands twice (`a = 2`)");
  EXPECT_EQ(complaint("[train\na = 1"), "x:1:7: a section is not closed by ] (`[train`)");
}

TEST(Toml, ReadsNumbersThatBeginWithTheirPoint) {
  const Json read = parse_toml("a = .3 # and not 3\nb = [.1, -.25]\n[c]\nd = {e = +.5}\nf = \".3\"", "x");
  EXPECT_EQ(read.at("a"), 0.3);
  EXPECT_EQ(read.at("b"), Json({0.1, -0.25}));
  EXPECT_EQ(read.at("c").at("d").at("e"), 0.5);
  EXPECT_EQ(read.at("c").at("f"), ".3");
}

TEST(Toml, IsWrittenWithNumbersAsPeopleWriteThem) {
  const Json tree{{"rate", 5e-05}, {"share", 0.3}, {"whole", 1.0}, {"count", 1}, {"list", {0.1, 1e-10}}};
  EXPECT_EQ(to_toml(tree), "rate = 5e-05\nshare = 0.3\nwhole = 1.0\ncount = 1\nlist = [0.1, 1e-10]\n");
}

TEST(Toml, GivesNumbersBackBitForBit) {
  KeyedDraws draws(7);
  const auto same = [](double value) {
    const Json read = parse_toml(to_toml({{"a", value}}), "x").at("a");
    EXPECT_TRUE(read.is_number_float());
    EXPECT_EQ(std::bit_cast<uint64_t>(read.get<double>()), std::bit_cast<uint64_t>(value)) << value;
  };
  for (const double value : {0.0, -0.0, 1.0, 5e-05, 0.1 + 0.2, 1e15, 1e16, 1e300, 2.2250738585072014e-308,
                             static_cast<double>(0.3f), std::numeric_limits<double>::infinity()})
    same(value);
  for (int i = 0; i < 1000; ++i) same(std::ldexp(draws.normal(), static_cast<int>(draws.below(200)) - 100));
}

TEST(Toml, GivesTextKeysAndTablesBack) {
  const Json tree{{"a b", "it's \"C:\\x\"\n\x7F \u00e9"},
                  {"empty", Json::object()},
                  {"none", Json::array()},
                  {"table", {{"deep", {{"x", {{{"y", 1}}, {{"y", 2}}}}}}, {"yes", true}}}};
  const Json read = parse_toml(to_toml(tree), "x");
  EXPECT_EQ(nlohmann::json(read), nlohmann::json(tree)) << to_toml(tree);
}

TEST(Toml, RefusesInOneLineWhereALineEndsTooSoon) {
  try {
    parse_toml("a = t\nb = 1", "x.toml");
    FAIL();
  } catch (const ConfigError& error) {
    EXPECT_EQ(std::string(error.what()).find('\n'), std::string::npos) << error.what();
    EXPECT_TRUE(std::string(error.what()).starts_with("x.toml:1:")) << error.what();
  }
}

TEST(Toml, RefusesAKeyThatTheParserItselfGivesUpOn) {
  for (const std::string text : {"[.", "[a.", "a.=1", ".a=1", "[[.", "a = {.b=1}"})
    EXPECT_THROW(parse_toml(text, "x.toml"), ConfigError) << text;
}

}  // namespace
}  // namespace mmim
