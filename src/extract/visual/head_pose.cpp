#include "extract/visual/head_pose.h"

#include <Eigen/Dense>
#include <algorithm>
#include <cmath>
#include <numbers>

namespace mmim {

namespace {

using Points = Eigen::Matrix3Xd;

constexpr double kFieldOfView = 63 * std::numbers::pi / 180;  ///< from top to bottom
constexpr double kTiny = 1e-9;

/// As laid_on, of centred points: both matrices hold the square roots of the weights.
std::optional<Eigen::Affine3d> lay(const Points& source, const Points& target, const Eigen::VectorXd& weights) {
  const double total = weights.sum();
  if (!(total > kTiny)) return std::nullopt;
  const Eigen::Vector3d from = source * weights / total, to = target * weights / total;
  const Points centred = source.colwise() - from;
  const Eigen::Matrix3d covariance = (target.colwise() - to) * weights.asDiagonal() * centred.transpose();
  if (!covariance.allFinite() || covariance.norm() < kTiny) return std::nullopt;

  const Eigen::JacobiSVD<Eigen::Matrix3d> svd(covariance, Eigen::ComputeFullU | Eigen::ComputeFullV);
  Eigen::Matrix3d left = svd.matrixU();
  if (left.determinant() * svd.matrixV().determinant() < 0) left.col(2) *= -1;
  const Eigen::Matrix3d turn = left * svd.matrixV().transpose();
  const double scale = (turn.transpose() * covariance).trace() / (centred.array().square().matrix() * weights).sum();
  if (!(scale > kTiny)) return std::nullopt;
  Eigen::Affine3d map;
  map.linear() = scale * turn;
  map.translation() = to - map.linear() * from;
  return map;
}

Points matrix_of(std::span<const std::array<double, 3>> points) {
  return Eigen::Map<const Points>(points.empty() ? nullptr : points[0].data(), 3,
                                  static_cast<Eigen::Index>(points.size()));
}

Eigen::VectorXd vector_of(std::span<const double> numbers) {
  return Eigen::Map<const Eigen::VectorXd>(numbers.data(), static_cast<Eigen::Index>(numbers.size()));
}

Transform transform_of(const Eigen::Affine3d& map) {
  Transform transform;
  Eigen::Map<Eigen::Matrix<double, 4, 4, Eigen::RowMajor>>(transform.data()) = map.matrix();
  return transform;
}

/// On the plane at distance 1 before the camera; z is relative, in the same unit, and falls towards the camera.
Points on_near_plane(const FacePoints& points, Eigen::Index count, double width, double height) {
  const double plane_height = 2 * std::tan(kFieldOfView / 2), unit = plane_height / height;
  Points plane(3, count);
  for (Eigen::Index i = 0; i < count; ++i) {
    const Point& point = points[static_cast<size_t>(i)];
    plane.col(i) << (point.x - width / 2) * unit, (height / 2 - point.y) * unit, point.z * unit;
  }
  return plane;
}

/// Points of that plane moved to where they are in space when a face is 1 / scale times the model.
Points in_space(const Points& plane, double scale) {
  Points space = plane;
  space.row(2).array() = (plane.row(2).array() - plane.row(2).mean() + 1) / scale;
  space.row(0).array() *= space.row(2).array();
  space.row(1).array() *= space.row(2).array();
  space.row(2) *= -1;
  return space;
}

}  // namespace

std::optional<Transform> laid_on(std::span<const std::array<double, 3>> source,
                                 std::span<const std::array<double, 3>> target, std::span<const double> weights) {
  const auto map = lay(matrix_of(source), matrix_of(target), vector_of(weights));
  return map ? std::optional(transform_of(*map)) : std::nullopt;
}

std::optional<Transform> head_pose(const CanonicalFace& model, const FacePoints& points, double width, double height) {
  const Points canonical = matrix_of(model.points);
  const Eigen::VectorXd weights = vector_of(model.weights);
  const Points plane = on_near_plane(points, canonical.cols(), width, height);

  Points seen = plane;
  seen.row(2) *= -1;
  double scale = 1;
  // The first map tells the scale without perspective, the second with the depth that follows from that scale.
  for (int round = 0; round < 2; ++round) {
    const auto map = lay(canonical, seen, weights);
    if (!map) return std::nullopt;
    scale *= map->linear().col(0).norm();
    seen = in_space(plane, scale);
  }
  const auto pose = lay(canonical, seen, weights);
  return pose ? std::optional(transform_of(*pose)) : std::nullopt;
}

std::array<double, 6> turns_and_place(const Transform& pose) {
  const auto matrix = Eigen::Map<const Eigen::Matrix<double, 4, 4, Eigen::RowMajor>>(pose.data());
  const Eigen::Matrix3d turn = matrix.topLeftCorner<3, 3>() / matrix.col(0).head<3>().norm();
  return {std::asin(std::clamp(-turn(1, 2), -1.0, 1.0)),
          std::atan2(turn(0, 2), turn(2, 2)),
          std::atan2(turn(1, 0), turn(1, 1)),
          matrix(0, 3),
          matrix(1, 3),
          matrix(2, 3)};
}

}  // namespace mmim
