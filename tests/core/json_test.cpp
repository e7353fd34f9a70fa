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
