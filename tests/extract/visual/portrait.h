#pragma once
#include <array>
#include <vector>

#include "extract/visual/canonical_face.h"
#include "extract/visual/face_region.h"

namespace mmim {

/// What MediaPipe publishes of its photograph of a man: points, blendshapes and pose (tests/extract/golden/face).
struct Portrait {
  double width = 820, height = 1024;  ///< of the photograph, which is not here
  FacePoints points;
  std::vector<double> blendshapes;
  std::array<double, 16> pose;
  CanonicalFace model;
};
const Portrait& portrait();

}  // namespace mmim
