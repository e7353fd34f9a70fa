#pragma once
#include <filesystem>
#include <optional>
#include <string>
#include <vector>

#include "extract/visual/face_bundle.h"
#include "extract/visual/face_networks.h"
#include "extract/visual/picture.h"

namespace mmim {

/// A photograph and what was recorded of it with another program (MMIM_GOLDEN/face, or ../shared/golden/face).
struct FaceCase {
  std::string name;
  std::vector<std::byte> rgb;  ///< empty where no ffmpeg decodes it
  int64_t width = 0, height = 0;
  std::vector<float> detector_square, mesh_square;  ///< what the networks were given
  std::vector<double> raw, points, blendshapes;     ///< 478 x 3 in the square, 478 x 2 in the photograph, 52
  Picture picture() const { return {width, height, rgb}; }
};
std::vector<FaceCase> face_cases();

/// The face model in the folder of goldens or in .cache/face, opened once.
struct OpenedFaces {
  FaceBundle bundle;
  FaceNetworks networks;
};
/// Null where there is no face model or no OpenVINO.
OpenedFaces* opened_faces();
inline constexpr const char* kNoFaceModel = "there is no face model (./dev face), or no OpenVINO: nothing was compared";

}  // namespace mmim
