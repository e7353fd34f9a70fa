#include "extract/visual/head_pose.h"

#include <gtest/gtest.h>

#include <Eigen/Geometry>

#include "extract/visual/portrait.h"

namespace mmim {
namespace {

using Points3 = std::vector<std::array<double, 3>>;

Transform transform_by(const Eigen::Matrix3d& turn, double scale, const Eigen::Vector3d& shift) {
  Transform transform{};
  Eigen::Map<Eigen::Matrix<double, 4, 4, Eigen::RowMajor>> matrix(transform.data());
  matrix.topLeftCorner<3, 3>() = scale * turn;
  matrix.topRightCorner<3, 1>() = shift;
  matrix(3, 3) = 1;
  return transform;
}

std::array<double, 3> moved(const Transform& by, const std::array<double, 3>& point) {
  std::array<double, 3> result{};
  for (size_t row = 0; row < 3; ++row)
    result[row] = by[4 * row] * point[0] + by[4 * row + 1] * point[1] + by[4 * row + 2] * point[2] + by[4 * row + 3];
  return result;
}

Points3 moved(const Transform& by, const Points3& points) {
  Points3 result;
  for (const auto& point : points) result.push_back(moved(by, point));
  return result;
}

void expect_near(const Transform& found, const Transform& expected, double tolerance) {
  for (size_t i = 0; i < 16; ++i) EXPECT_NEAR(found[i], expected[i], tolerance) << i;
}

Eigen::Matrix3d turned(double rx, double ry, double rz) {
  const auto about = [](double angle, const Eigen::Vector3d& axis) {
    return Eigen::AngleAxisd(angle, axis).toRotationMatrix();
  };
  return about(ry, Eigen::Vector3d::UnitY()) * about(rx, Eigen::Vector3d::UnitX()) *
         about(rz, Eigen::Vector3d::UnitZ());
}

const Points3 kCorners{{0, 0, 0}, {3, 0, 0}, {0, 2, 0}, {0, 0, 1}, {1, 1, 1}};

/// Where a camera that sees 63 degrees from top to bottom shows the model of a face.
FacePoints shown(const CanonicalFace& model, const Transform& pose, double width, double height) {
  const double plane = height / 2 / std::tan(63.0 / 2 * 3.14159265358979323846 / 180);
  FacePoints points{};
  double depth = 0;
  for (const auto& point : model.points) depth -= moved(pose, point)[2] / static_cast<double>(model.points.size());
  for (size_t i = 0; i < model.points.size(); ++i) {
    const auto [x, y, z] = moved(pose, model.points[i]);
    points[i] = {width / 2 + plane * x / -z, height / 2 - plane * y / -z, plane * (-z - depth) / depth};
  }
  return points;
}

TEST(HeadPose, LaysPointsOnPointsThatWereTurnedScaledAndMoved) {
  const Transform by = transform_by(turned(0.4, -0.7, 1.1), 2.5, {3, -4, 5});
  const auto found = laid_on(kCorners, moved(by, kCorners), std::vector<double>(5, 0.2));
  ASSERT_TRUE(found);
  expect_near(*found, by, 1e-12);
}

TEST(HeadPose, LaysPointsByTheirWeights) {
  const Transform by = transform_by(turned(0.1, 0.2, 0.3), 1.5, {1, 2, 3});
  Points3 target = moved(by, kCorners);
  target[4] = {90, -90, 90};
  const auto without = laid_on(kCorners, target, std::vector<double>{1, 1, 2, 1, 0});
  ASSERT_TRUE(without);
  expect_near(*without, by, 1e-12);
  EXPECT_GT(std::abs((*laid_on(kCorners, target, std::vector<double>(5, 1)))[3] - by[3]), 1);
}

TEST(HeadPose, LaysTheWeightedMiddleOnTheWeightedMiddle) {
  const Points3 target{{0, 0, 1}, {2, 0, 0}, {0, 3, 0}, {1, 0, 2}, {1, 2, 1}};
  const std::vector<double> weights{0.1, 0.5, 0.2, 0.1, 0.1};
  const auto middle = [&](const Points3& points) {
    std::array<double, 3> mean{};
    for (size_t i = 0; i < points.size(); ++i)
      for (size_t axis = 0; axis < 3; ++axis) mean[axis] += weights[i] * points[i][axis];
    return mean;
  };
  const auto found = laid_on(kCorners, target, weights);
  ASSERT_TRUE(found);
  for (size_t axis = 0; axis < 3; ++axis)
    EXPECT_NEAR(moved(*found, middle(kCorners))[axis], middle(target)[axis], 1e-12) << axis;
}

TEST(HeadPose, NeverMirrors) {
  Points3 mirrored = kCorners;
  for (auto& point : mirrored) point[0] = -point[0];
  const auto found = laid_on(kCorners, mirrored, std::vector<double>(5, 1));
  ASSERT_TRUE(found);
  const auto matrix = Eigen::Map<const Eigen::Matrix<double, 4, 4, Eigen::RowMajor>>(found->data());
  EXPECT_GT((matrix.topLeftCorner<3, 3>().determinant()), 0);
}

TEST(HeadPose, GivesNothingForPointsAtOnePlaceOrWithoutWeight) {
  EXPECT_FALSE(laid_on(kCorners, Points3(5, {1, 1, 1}), std::vector<double>(5, 1)));
  EXPECT_FALSE(laid_on(Points3(5, {1, 1, 1}), kCorners, std::vector<double>(5, 1)));
  EXPECT_FALSE(laid_on(kCorners, kCorners, std::vector<double>(5, 0)));
  FacePoints nowhere;
  nowhere.fill({5, 5, 0});
  EXPECT_FALSE(head_pose(portrait().model, nowhere, 640, 480));
}

TEST(HeadPose, IsThatOfMediaPipeOnThePortrait) {
  const Portrait& one = portrait();
  const auto pose = head_pose(one.model, one.points, one.width, one.height);
  ASSERT_TRUE(pose);
  for (size_t i = 0; i < 16; ++i)
    EXPECT_NEAR((*pose)[i], one.pose[i], 1e-3 * std::max(0.01, std::abs(one.pose[i]))) << i;
}

TEST(HeadPose, DoesNotDependOnWhereDepthBegins) {
  const Portrait& one = portrait();
  FacePoints deeper = one.points;
  for (Point& at : deeper) at.z += 400;
  const auto pose = head_pose(one.model, one.points, one.width, one.height);
  const auto moved_pose = head_pose(one.model, deeper, one.width, one.height);
  ASSERT_TRUE(pose && moved_pose);
  expect_near(*moved_pose, *pose, 1e-9);
}

TEST(HeadPose, IsFoundAgainFromWhereACameraShowsTheModel) {
  const CanonicalFace& model = portrait().model;
  for (const auto& [rx, ry, rz] : {std::array{0.0, 0.0, 0.0},
                                   {0.3, 0.0, 0.0},
                                   {0.0, 0.5, 0.0},
                                   {0.0, 0.0, 0.6},
                                   {-0.2, -0.4, 0.3},
                                   {0.2, -0.9, -1.4}}) {
    const Transform pose = transform_by(turned(rx, ry, rz), 1, {5, -8, -60});
    const auto found = head_pose(model, shown(model, pose, 640, 480), 640, 480);
    ASSERT_TRUE(found);
    const std::array<double, 6> numbers = turns_and_place(*found);
    const std::array<double, 6> expected{rx, ry, rz, 5, -8, -60};
    for (size_t i = 0; i < 3; ++i) EXPECT_NEAR(numbers[i], expected[i], 0.01) << i;
    for (size_t i = 3; i < 6; ++i) EXPECT_NEAR(numbers[i], expected[i], 0.6) << i;
  }
}

TEST(HeadPose, TellsNodsTurnsAndTiltsApart) {
  const auto angles_of = [](double rx, double ry, double rz) {
    return turns_and_place(transform_by(turned(rx, ry, rz), 3, {1, 2, -3}));
  };
  for (const auto& expected : {std::array{0.3, 0.0, 0.0}, {0.0, -0.4, 0.0}, {0.0, 0.0, 3.0}, {0.3, -1.2, -2.5}}) {
    const std::array<double, 6> numbers = angles_of(expected[0], expected[1], expected[2]);
    for (size_t i = 0; i < 3; ++i) EXPECT_NEAR(numbers[i], expected[i], 1e-12) << i;
    EXPECT_EQ(numbers[3], 1);
    EXPECT_EQ(numbers[5], -3);
  }
  // A head that looks down has its nose, at z > 0, below.
  EXPECT_LT(moved(transform_by(turned(0.3, 0, 0), 1, {0, 0, 0}), {0, 0, 1})[1], 0);
  EXPECT_GT(moved(transform_by(turned(0, 0.3, 0), 1, {0, 0, 0}), {0, 0, 1})[0], 0);
}

}  // namespace
}  // namespace mmim
