#pragma once
#include <array>
#include <span>

#include "extract/visual/face_detector.h"
#include "extract/visual/picture.h"

namespace mmim {

/// A place in space: pixels of the picture, z in the same unit and falling towards the camera.
struct Point {
  double x = 0, y = 0, z = 0;
};

/// MediaPipe's mesh of 468 points, then five points of the iris of each eye: first the person's right eye (468 to
/// 472), then the left one.
using FacePoints = std::array<Point, 478>;

/// The square around a face that is looked at closely.
struct FaceRegion {
  double x = 0, y = 0;  ///< of its centre, in pixels
  double side = 0;      ///< pixels
  double angle = 0;     ///< radians, of the line through the eyes; turning clockwise as one sees it
};

/// 1.5 times the longer side of the box; the angle is that of the eyes.
FaceRegion region_of(const FaceDetection& face);
/// The same around all points; the angle is that of the outer corners of the eyes.
FaceRegion region_of(const FacePoints& points);

/// From pixels of a square of `side` pixels that shows the region to pixels of the picture.
Similarity square_of(const FaceRegion& region, int64_t side);

/// Points of such a square, three numbers each, in the picture.
FacePoints points_in_picture(std::span<const float> raw, const FaceRegion& region, int64_t side);

}  // namespace mmim
