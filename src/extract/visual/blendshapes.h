#pragma once
#include <array>
#include <cstddef>
#include <span>
#include <string>
#include <vector>

#include "extract/visual/face_region.h"

namespace mmim {

/// Numbers that the network of blendshapes takes, (x, y) of 146 points, and gives.
inline constexpr size_t kBlendshapePoints = 146, kBlendshapes = 52;

/// The points in the order of the network, in pixels; the network takes no notice of place, size and turn.
std::vector<float> blendshape_input(const FacePoints& points);

/// ARKit's names in the order of the network. The first, `_neutral`, is no movement. Left and right are the person's.
const std::array<std::string, kBlendshapes>& blendshape_names();
/// The place of a name among them; std::out_of_range for any other.
size_t blendshape(const std::string& name);

}  // namespace mmim
