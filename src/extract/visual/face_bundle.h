#pragma once
#include <cstddef>
#include <filesystem>
#include <string>
#include <vector>

#include "extract/visual/canonical_face.h"

namespace mmim {

/// MediaPipe's three networks for faces, in TensorFlow Lite's format, and its model of a face.
struct FaceBundle {
  std::vector<std::byte> detector, landmarks, blendshapes;
  CanonicalFace canonical;
};

/// The name under which MediaPipe published the bundle that is read here, and its SHA-256.
inline constexpr const char* kFaceBundleName = "face_landmarker_v2_with_blendshapes.task";
inline constexpr const char* kFaceBundleSha256 = "b261925d4aad812b47a0e8d58c1baa1223270a5d1f663d78338bc881c003879d";

/// The bundle's file: `chosen`, or where "" is chosen .cache/face of this folder, else of the program's source tree.
/// Error, with what to do, when there is none.
std::filesystem::path face_bundle_path(const std::string& chosen);

/// DataError for any other file, since other networks give other columns.
FaceBundle read_face_bundle(const std::filesystem::path& path);

}  // namespace mmim
