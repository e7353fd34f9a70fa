#include "extract/visual/face_measures.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>

#include "extract/visual/face_places.h"
#include "extract/visual/portrait.h"

namespace mmim {
namespace {

using namespace place;

double measure_of(const FacePoints& points, const std::string& name) {
  const auto& names = face_measure_names();
  const auto found = std::ranges::find(names, name);
  EXPECT_NE(found, names.end()) << name;
  return face_measures(points).at(static_cast<size_t>(found - names.begin()));
}

FacePoints turned_about_y(const FacePoints& points, double angle, double scale) {
  FacePoints turned = points;
  for (Point& at : turned)
    at = {scale * (at.x * std::cos(angle) + at.z * std::sin(angle)), scale * at.y,
          scale * (at.z * std::cos(angle) - at.x * std::sin(angle))};
  return turned;
}

TEST(FaceMeasures, AreDistancesOverThatOfTheEyes) {
  FacePoints points{};
  points[kRightEyeOuter] = {100, 100, 0};
  points[kLeftEyeOuter] = {180, 160, 0};  // 100 apart
  points[kUpperLipInner] = {0, 0, 0};
  points[kLowerLipInner] = {0, 3, 4};
  points[kRightNostril] = {0, 0, 0};
  points[kLeftNostril] = {20, 0, 0};
  EXPECT_DOUBLE_EQ(measure_of(points, "mouth_opening"), 0.05);
  EXPECT_DOUBLE_EQ(measure_of(points, "nostril_width"), 0.2);
}

TEST(FaceMeasures, HaveOneNameEach) {
  EXPECT_EQ(face_measure_names().size(), 17u);
  EXPECT_EQ(face_measures({}).size(), 17u);
  std::vector<std::string> names = face_measure_names();
  std::ranges::sort(names);
  EXPECT_EQ(std::ranges::adjacent_find(names), names.end());
}

TEST(FaceMeasures, DoNotChangeWithSizeAndTurnsInSpace) {
  const FacePoints& points = portrait().points;
  const std::vector<double> expected = face_measures(points);
  const std::vector<double> turned = face_measures(turned_about_y(points, 0.5, 3));
  for (size_t i = 0; i < expected.size(); ++i) EXPECT_NEAR(turned[i], expected[i], 1e-9) << face_measure_names()[i];
}

TEST(FaceMeasures, ChangeWithTheMovementTheyAreNamedAfter) {
  const FacePoints still = portrait().points;
  const auto grows = [&](const std::string& name, const std::vector<size_t>& places, double down) {
    FacePoints moved = still;
    for (const size_t at : places) moved[at].y += down;
    return measure_of(moved, name) > measure_of(still, name);
  };
  EXPECT_TRUE(grows("eye_opening_right", {kRightLidUpper}, -3));
  EXPECT_TRUE(grows("eye_opening_left", {kLeftLidLower}, 3));
  EXPECT_TRUE(grows("brow_height_right", {kRightBrow}, -3));
  EXPECT_TRUE(grows("brow_inner_height_left", {kLeftBrowInner}, -3));
  EXPECT_TRUE(grows("mouth_opening", {kLowerLipInner}, 3));
  EXPECT_TRUE(grows("mouth_corners", {kMouthLeft, kMouthRight}, -3));
  EXPECT_FALSE(grows("mouth_corners", {kMouthLeft, kMouthRight}, 3));
  EXPECT_TRUE(grows("jaw_drop", {kChin}, 3));
  EXPECT_FALSE(grows("nose_lip", {kUpperLipTop}, -3));
}

TEST(FaceMeasures, AreFiniteForPointsAtOnePlace) {
  for (const double value : face_measures({})) EXPECT_EQ(value, 0);
  for (const double value : gaze({})) EXPECT_EQ(value, 0);
}

TEST(Gaze, IsOneAtTheCornersOfTheEyeAndZeroBetween) {
  FacePoints points{};
  points[kRightEyeOuter] = {10, 20, 0};
  points[kRightEyeInner] = {30, 20, 0};
  points[kRightIris] = {30, 20, 0};
  points[kLeftEyeInner] = {50, 20, 0};
  points[kLeftEyeOuter] = {70, 20, 0};
  points[kLeftIris] = {60, 25, 0};
  const auto [right_x, right_y, left_x, left_y] = gaze(points);
  EXPECT_DOUBLE_EQ(right_x, 1);
  EXPECT_DOUBLE_EQ(right_y, 0);
  EXPECT_DOUBLE_EQ(left_x, 0);
  EXPECT_DOUBLE_EQ(left_y, 0.5);
}

TEST(Gaze, DoesNotChangeWhereThePictureIsTurnedScaledAndMoved) {
  const FacePoints& points = portrait().points;
  const Similarity by{0.4, 1.7, 300, -20};
  FacePoints moved = points;
  for (Point& at : moved) at = {by.x(at.x, at.y), by.y(at.x, at.y), at.z};
  for (size_t i = 0; i < 4; ++i) EXPECT_NEAR(gaze(moved)[i], gaze(points)[i], 1e-9) << i;
}

}  // namespace
}  // namespace mmim
