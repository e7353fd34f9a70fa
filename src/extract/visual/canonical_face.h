#pragma once
#include <array>
#include <cstddef>
#include <span>
#include <string>
#include <vector>

namespace mmim {

/// MediaPipe's model of a face: what its 468 points are on a face that looks straight ahead.
struct CanonicalFace {
  std::vector<std::array<double, 3>> points;  ///< centimetres; x to the person's left, y up, z out of the face
  std::vector<double> weights;                ///< of each point where a face is laid on the model; most are 0
};

/// Out of a message GeometryPipelineMetadata of MediaPipe in the format of Protocol Buffers: canonical_mesh (1, whose
/// vertex_buffer, 3, has five floats a point) and procrustes_landmark_basis (2: landmark_id, 1, and weight, 2).
/// DataError "`where`: ..." for anything else.
CanonicalFace parse_canonical_face(std::span<const std::byte> message, const std::string& where);

}  // namespace mmim
