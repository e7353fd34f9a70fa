#include "extract/visual/face_measures.h"

#include <cmath>
#include <utility>

#include "extract/visual/face_places.h"

namespace mmim {

namespace {

using namespace place;

/// A distance between two points, named.
struct Distance {
  const char* name;
  size_t from, to;
};

constexpr Distance kDistances[] = {
    {"eye_opening_right", kRightLidUpper, kRightLidLower},
    {"eye_opening_left", kLeftLidUpper, kLeftLidLower},
    {"brow_height_right", kRightBrow, kRightLidLower},
    {"brow_height_left", kLeftBrow, kLeftLidLower},
    {"brow_inner_height_right", kRightBrowInner, kRightEyeInner},
    {"brow_inner_height_left", kLeftBrowInner, kLeftEyeInner},
    {"brow_gap", kRightBrowInner, kLeftBrowInner},
    {"cheek_right", kRightCheek, kRightLidLower},
    {"cheek_left", kLeftCheek, kLeftLidLower},
    {"nostril_width", kRightNostril, kLeftNostril},
    {"nose_lip", kNoseBase, kUpperLipTop},
    {"mouth_width", kMouthRight, kMouthLeft},
    {"mouth_opening", kUpperLipInner, kLowerLipInner},
    {"upper_lip", kUpperLipTop, kUpperLipInner},
    {"lower_lip", kLowerLipInner, kLowerLipBottom},
    {"jaw_drop", kNoseBase, kChin},
};

double length_between(const Point& a, const Point& b) { return std::hypot(a.x - b.x, a.y - b.y, a.z - b.z); }

double over(double length, double unit) { return unit > 0 ? length / unit : 0; }

/// How far the corners of the mouth are above its middle, along the face from chin to forehead.
double corners_above_mouth(const FacePoints& points) {
  const Point &forehead = points[kForehead], &chin = points[kChin];
  const auto along = [&](const Point& at) {
    return at.x * (forehead.x - chin.x) + at.y * (forehead.y - chin.y) + at.z * (forehead.z - chin.z);
  };
  const double corners = (along(points[kMouthRight]) + along(points[kMouthLeft])) / 2;
  const double middle = (along(points[kUpperLipInner]) + along(points[kLowerLipInner])) / 2;
  return over(corners - middle, length_between(forehead, chin));
}

std::pair<double, double> within_eye(const Point& iris, const Point& left, const Point& right) {
  const double across = right.x - left.x, down = right.y - left.y, unit = (across * across + down * down) / 2;
  const double x = iris.x - (left.x + right.x) / 2, y = iris.y - (left.y + right.y) / 2;
  return {over(x * across + y * down, unit), over(y * across - x * down, unit)};
}

}  // namespace

std::array<double, 4> gaze(const FacePoints& points) {
  const auto right = within_eye(points[kRightIris], points[kRightEyeOuter], points[kRightEyeInner]);
  const auto left = within_eye(points[kLeftIris], points[kLeftEyeInner], points[kLeftEyeOuter]);
  return {right.first, right.second, left.first, left.second};
}

std::vector<double> face_measures(const FacePoints& points) {
  const double eyes = length_between(points[kRightEyeOuter], points[kLeftEyeOuter]);
  std::vector<double> measures;
  for (const Distance& one : kDistances)
    measures.push_back(over(length_between(points[one.from], points[one.to]), eyes));
  measures.push_back(over(corners_above_mouth(points), eyes));
  return measures;
}

const std::vector<std::string>& face_measure_names() {
  static const std::vector<std::string> names = [] {
    std::vector<std::string> all;
    for (const Distance& one : kDistances) all.emplace_back(one.name);
    all.emplace_back("mouth_corners");
    return all;
  }();
  return names;
}

}  // namespace mmim
