#include "core/json.h"

#include <gtest/gtest.h>

#include "core/error.h"

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
  EXPECT_EQ(complaint("a = .1"), "x:1:5: a number has a digit before its point, such as 0.1 (`a = .1`)");
  EXPECT_EQ(complaint("a = 1\na = 2"), "x:2:5: the name stands twice (`a = 2`)");
  EXPECT_EQ(complaint("[train\na = 1"), "x:1:7: a section is not closed by ] (`[train`)");
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
