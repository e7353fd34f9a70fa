#include "core/json_shape.h"

#include <gtest/gtest.h>

#include "core/error.h"

namespace mmim {
namespace {

std::string complaint(const Json& json, const Json& pattern) {
  try {
    check_shape(json, pattern, "cell.json");
  } catch (const DataError& error) {
    return error.what();
  }
  return "";
}

TEST(JsonShape, AllowsMoreKeysAnyLengthAndNumbersThatAreNull) {
  const Json pattern{{"name", ""}, {"values", {0}}, {"range", {0, 0}}, {"by", {{"*", {{"MAE", 0}}}}}, {"any", nullptr}};
  const Json whole{{"name", "x"},      {"values", {1, nullptr, 2.5}},
                   {"range", {-3, 3}}, {"by", {{"a", {{"MAE", 1}}}}},
                   {"any", {1, "x"}},  {"more", true}};
  EXPECT_EQ(complaint(whole, pattern), "");
  Json empty = whole;
  empty["values"] = Json::array();
  empty["by"] = Json::object();
  EXPECT_EQ(complaint(empty, pattern), "");
}

TEST(JsonShape, NamesThePlaceThatIsMissingOrOfAnotherKind) {
  const Json pattern{{"by", {{"*", {{"MAE", 0}, {"list", Json::array({{{"slice", ""}}})}}}}}, {"range", {0, 0}}};
  const Json whole{{"by", {{"a", {{"MAE", 1}, {"list", Json::array({{{"slice", "x"}}})}}}}}, {"range", {-3, 3}}};
  const auto with = [&](const char* place, const Json& value) {
    Json changed = whole;
    changed[Json::json_pointer(place)] = value;
    return complaint(changed, pattern);
  };
  EXPECT_EQ(complaint(whole, pattern), "");
  EXPECT_EQ(complaint(3, pattern), "cell.json: it is no JSON object");
  EXPECT_EQ(complaint({{"range", {-3, 3}}}, pattern), "cell.json: `by` is missing");
  EXPECT_EQ(with("/by/a", Json::object()), "cell.json: `by.a.MAE` is missing");
  EXPECT_EQ(with("/by/a/MAE", "x"), "cell.json: `by.a.MAE` is no number");
  EXPECT_EQ(with("/by/a/list", 1), "cell.json: `by.a.list` is no list");
  EXPECT_EQ(with("/by/a/list/0/slice", nullptr), "cell.json: `by.a.list[0].slice` is no text");
  EXPECT_EQ(with("/range", {1}), "cell.json: `range` is no list of 2");
}

}  // namespace
}  // namespace mmim
