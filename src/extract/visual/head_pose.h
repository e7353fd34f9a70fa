#pragma once
#include <array>
#include <optional>
#include <span>
#include <string>
#include <vector>

#include "extract/visual/canonical_face.h"
#include "extract/visual/face_region.h"

namespace mmim {

/// A map of space: 4 x 4, row by row; the last row is 0 0 0 1.
using Transform = std::array<double, 16>;

/// The turn, scale and shift that lays `source` on `target` with the least weighted sum of squared distances (Akca
/// 2003, section 2.4); never a reflection. Nothing where the points of positive weight do not determine one.
std::optional<Transform> laid_on(std::span<const std::array<double, 3>> source,
                                 std::span<const std::array<double, 3>> target, std::span<const double> weights);

/// From the model of a face to space before a camera, in centimetres: x to the right of the picture, y up, z towards
/// the camera, which stands at 0 and sees 63 degrees from top to bottom, as MediaPipe supposes. Nothing for points
/// that are no face.
std::optional<Transform> head_pose(const CanonicalFace& model, const FacePoints& points, double width, double height);

/// rx, ry, rz in radians, tx, ty, tz in centimetres. The head nods down by rx, then turns to the right of the picture
/// by ry; rz turns it first, against the clock: R = Ry Rx Rz.
std::array<double, 6> turns_and_place(const Transform& pose);

}  // namespace mmim
