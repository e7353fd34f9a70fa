#pragma once
#include <array>
#include <string>
#include <vector>

#include "extract/visual/face_region.h"

namespace mmim {

/// Where each iris is between the corners of its eye: x is -1 and 1 at the corners, to the right of the picture; y is
/// in the same unit, down. Right eye x and y, then left eye.
std::array<double, 4> gaze(const FacePoints& points);

/// Distances on the face over that of the eyes' outer corners, in space, so that place, size and turns of the head
/// change them little.
std::vector<double> face_measures(const FacePoints& points);
const std::vector<std::string>& face_measure_names();

}  // namespace mmim
