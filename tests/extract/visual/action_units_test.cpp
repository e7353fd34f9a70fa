#include "extract/visual/action_units.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <stdexcept>

namespace mmim {
namespace {

double unit_of(const std::string& name, const std::vector<std::pair<std::string, double>>& shapes) {
  std::vector<double> all(kBlendshapes);
  for (const auto& [shape, value] : shapes) all[blendshape(shape)] = value;
  const auto& units = action_units();
  const auto found = std::ranges::find(units, name, &ActionUnit::name);
  EXPECT_NE(found, units.end()) << name;
  return action_units_of(all).at(static_cast<size_t>(found - units.begin()));
}

TEST(ActionUnits, AreTwentyInTheOrderOfTheirNumbers) {
  std::string names;
  for (const ActionUnit& unit : action_units()) names += unit.name.substr(2) + " ";
  EXPECT_EQ(names, "01 02 04 05 06 07 09 10 12 14 15 17 18 20 23 24 25 26 28 43 ");
}

TEST(ActionUnits, AreMeansOfTheLeftAndTheRightBlendshape) {
  EXPECT_DOUBLE_EQ(unit_of("AU12", {{"mouthSmileLeft", 0.5}, {"mouthSmileRight", 1}}), 0.75);
  EXPECT_DOUBLE_EQ(unit_of("AU43", {{"eyeBlinkLeft", 1}}), 0.5);
  EXPECT_DOUBLE_EQ(unit_of("AU04", {{"browDownLeft", 0.2}, {"browDownRight", 0.4}}), 0.3);
  EXPECT_DOUBLE_EQ(unit_of("AU28", {{"mouthRollLower", 0.2}, {"mouthRollUpper", 0.6}}), 0.4);
  EXPECT_DOUBLE_EQ(unit_of("AU01", {{"browInnerUp", 0.9}}), 0.9);
}

TEST(ActionUnits, OpenLipsByTheJawOrByTheLowerLip) {
  EXPECT_DOUBLE_EQ(unit_of("AU25", {{"jawOpen", 0.7}}), 0.7);
  EXPECT_DOUBLE_EQ(unit_of("AU25", {{"mouthLowerDownLeft", 0.9}, {"mouthLowerDownRight", 0.9}, {"jawOpen", 0.1}}), 0.9);
  EXPECT_DOUBLE_EQ(unit_of("AU26", {{"mouthLowerDownLeft", 0.9}, {"jawOpen", 0.1}}), 0.1);
}

TEST(Blendshapes, HaveTheNamesOfArkitWithoutMovementFirst) {
  EXPECT_EQ(blendshape_names()[0], "_neutral");
  EXPECT_EQ(blendshape("browDownLeft"), 1u);
  EXPECT_EQ(blendshape("jawOpen"), 25u);
  EXPECT_EQ(blendshape("noseSneerRight"), 51u);
  EXPECT_THROW(blendshape("tongueOut"), std::out_of_range);
}

TEST(Blendshapes, TakeThePointsOfEyesBrowsLipsAndFaceInPixels) {
  FacePoints points;
  for (size_t i = 0; i < points.size(); ++i) points[i] = {static_cast<double>(i), static_cast<double>(2 * i), 7};
  const std::vector<float> input = blendshape_input(points);
  ASSERT_EQ(input.size(), 292u);
  EXPECT_EQ(input[0], 0);
  EXPECT_EQ(input[2], 1);
  EXPECT_EQ(input[3], 2);
  EXPECT_EQ(input[4], 4);
  EXPECT_EQ(input[290], 477);
  EXPECT_EQ(input[291], 954);
}

}  // namespace
}  // namespace mmim
