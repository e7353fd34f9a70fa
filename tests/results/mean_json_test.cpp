#include "results/mean_json.h"

#include <gtest/gtest.h>

namespace mmim {
namespace {

Json mean(const std::vector<std::string>& texts) {
  std::vector<Json> trees;
  std::vector<const Json*> places;
  for (const std::string& text : texts) trees.push_back(Json::parse(text));
  for (const Json& tree : trees) places.push_back(&tree);
  return mean_json(places);
}

TEST(MeanJson, IsOfNumbersWhereverTheyStand) {
  EXPECT_EQ(mean({R"({"a": [1, {"b": 2.5}], "s": "x"})", R"({"a": [3, {"b": 3.5}], "s": "x"})"}),
            Json::parse(R"({"a": [2.0, {"b": 3.0}], "s": "x"})"));
}

TEST(MeanJson, LeavesOutWhatIsUndefined) {
  EXPECT_EQ(mean({"[1.5, null, null]", "[2.5, 4.0, null]"}), Json::parse("[2.0, 4.0, null]"));
}

TEST(MeanJson, KeepsACountThatIsTheSameEverywhere) { EXPECT_EQ(mean({"[229, 7]", "[229, 8]"}).dump(), "[229,7.5]"); }

TEST(MeanJson, LeavesOutWhatNotAllHaveAlike) {
  EXPECT_EQ(mean({R"({"a": 1, "b": [1], "c": 1})", R"({"a": 1, "b": [1, 2]})"}), Json::parse(R"({"a": 1})"));
  EXPECT_TRUE(mean({}).is_null());
}

}  // namespace
}  // namespace mmim
