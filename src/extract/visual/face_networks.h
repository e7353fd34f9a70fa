#pragma once
#include <functional>
#include <span>

#include "extract/visual/blendshapes.h"
#include "extract/visual/face_bundle.h"
#include "extract/visual/face_detector.h"

namespace mmim {

/// Side of the picture of a face, and how many numbers the networks give.
inline constexpr int64_t kMeshSide = 192;
inline constexpr size_t kMeshNumbers = 3 * 478, kDetectorBoxes = 16 * kAnchors, kDetectorLogits = kAnchors;

/// The three networks, each from numbers to numbers. Those of one object work on one thread at a time.
struct FaceNetworks {
  /// A picture of 128 x 128 x 3 from -1 to 1; boxes (896 x 16) and logits (896) as detections_of() takes them.
  std::function<void(std::span<float> picture, std::span<float> boxes, std::span<float> logits)> detect;
  /// A picture of 192 x 192 x 3 from 0 to 1; 478 points in its pixels. Gives the logit of a face being there.
  std::function<float(std::span<float> picture, std::span<float> points)> find_points;
  /// What blendshape_input() gives; 52 values from 0 to 1.
  std::function<void(std::span<float> points, std::span<float> values)> measure;
};

/// Whether this program was built with OpenVINO, which runs them.
bool can_run_face_networks();

/// In float32, each on one thread: values are those of the published networks. Error, with what to do, without
/// OpenVINO or where it fails.
FaceNetworks face_networks(const FaceBundle& bundle);

}  // namespace mmim
