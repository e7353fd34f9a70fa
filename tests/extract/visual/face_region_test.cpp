#include "extract/visual/face_region.h"

#include <gtest/gtest.h>

#include <cmath>
#include <numbers>

#include "extract/visual/made_up_faces.h"

namespace mmim {
namespace {

constexpr double kQuarter = std::numbers::pi / 2;

TEST(FaceRegion, OfADetectionIsOneAndAHalfTimesItsLongerSideAlongTheEyes) {
  FaceDetection face{0.9, 100, 80, 40, 60};
  face.keypoints[0] = {90, 70};
  face.keypoints[1] = {110, 90};
  const FaceRegion region = region_of(face);
  EXPECT_EQ(region.x, 100);
  EXPECT_EQ(region.y, 80);
  EXPECT_EQ(region.side, 90);
  EXPECT_DOUBLE_EQ(region.angle, std::numbers::pi / 4);
}

TEST(FaceRegion, OfPointsIsThatOfTheirBoxAlongTheOuterCornersOfTheEyes) {
  const FaceRegion region = region_of(points_of({200, 150, 80}));
  EXPECT_DOUBLE_EQ(region.x, 200);
  EXPECT_DOUBLE_EQ(region.y, 150);
  EXPECT_DOUBLE_EQ(region.side, 120);
  EXPECT_DOUBLE_EQ(region.angle, 0);
}

TEST(FaceRegion, FollowsPointsThatAreMovedScaledAndTurned) {
  const FacePoints points = points_of({200, 150, 80});
  const Similarity turned{0, 2, 30, 40};  // a quarter turn clockwise, twice as large
  FacePoints moved;
  for (size_t i = 0; i < points.size(); ++i)
    moved[i] = {turned.x(points[i].x, points[i].y), turned.y(points[i].x, points[i].y), 0};
  const FaceRegion region = region_of(moved);
  EXPECT_DOUBLE_EQ(region.x, turned.x(200, 150));
  EXPECT_DOUBLE_EQ(region.y, turned.y(200, 150));
  EXPECT_DOUBLE_EQ(region.side, 240);
  EXPECT_DOUBLE_EQ(region.angle, kQuarter);
}

TEST(FaceRegion, IsShownUprightInItsSquare) {
  const FaceRegion region{100, 80, 60, kQuarter};
  const Similarity place = square_of(region, 192);
  EXPECT_NEAR(place.x(96, 96), 100, 1e-12);
  EXPECT_NEAR(place.y(96, 96), 80, 1e-12);
  // To the right in the square is along the eyes, which is down in the picture.
  EXPECT_NEAR(place.x(192, 96), 100, 1e-12);
  EXPECT_NEAR(place.y(192, 96), 80 + 30, 1e-12);
  EXPECT_NEAR(place.x(96, 192), 100 - 30, 1e-12);
}

TEST(FaceRegion, GivesPointsOfItsSquareInThePictureWithTheirDepthScaledAlike) {
  std::vector<float> raw(1434);
  raw[0] = 192;
  raw[1] = 96;
  raw[2] = -32;
  const FacePoints points = points_in_picture(raw, {100, 80, 96, 0.3}, 192);
  EXPECT_NEAR(points[0].x, 100 + 48 * std::cos(0.3), 1e-9);
  EXPECT_NEAR(points[0].y, 80 + 48 * std::sin(0.3), 1e-9);
  EXPECT_DOUBLE_EQ(points[0].z, -16);
}

}  // namespace
}  // namespace mmim
