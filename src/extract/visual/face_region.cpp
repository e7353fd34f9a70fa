#include "extract/visual/face_region.h"

#include <algorithm>
#include <cmath>

#include "extract/visual/face_places.h"

namespace mmim {

namespace {

constexpr double kMargin = 1.5;  ///< a region is so much wider than the box of a face

}  // namespace

FaceRegion region_of(const FaceDetection& face) {
  const auto &right_eye = face.keypoints[0], &left_eye = face.keypoints[1];
  return {face.x, face.y, kMargin * std::max(face.width, face.height),
          std::atan2(left_eye[1] - right_eye[1], left_eye[0] - right_eye[0])};
}

FaceRegion region_of(const FacePoints& points) {
  const auto [left, right] = std::ranges::minmax(points, {}, &Point::x);
  const auto [top, bottom] = std::ranges::minmax(points, {}, &Point::y);
  const Point &right_eye = points[place::kRightEyeOuter], &left_eye = points[place::kLeftEyeOuter];
  return {(left.x + right.x) / 2, (top.y + bottom.y) / 2, kMargin * std::max(right.x - left.x, bottom.y - top.y),
          std::atan2(left_eye.y - right_eye.y, left_eye.x - right_eye.x)};
}

Similarity square_of(const FaceRegion& region, int64_t side) {
  const double scale = region.side / static_cast<double>(side), half = static_cast<double>(side) / 2;
  const double c = std::cos(region.angle) * scale, s = std::sin(region.angle) * scale;
  return {c, s, region.x - c * half + s * half, region.y - s * half - c * half};
}

FacePoints points_in_picture(std::span<const float> raw, const FaceRegion& region, int64_t side) {
  const Similarity place = square_of(region, side);
  const double scale = region.side / static_cast<double>(side);
  FacePoints points;
  for (size_t i = 0; i < points.size(); ++i) {
    const double u = raw[3 * i], v = raw[3 * i + 1];
    points[i] = {place.x(u, v), place.y(u, v), scale * raw[3 * i + 2]};
  }
  return points;
}

}  // namespace mmim
