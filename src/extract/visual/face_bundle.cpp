#include "extract/visual/face_bundle.h"

#include <span>

#include "core/error.h"
#include "core/files.h"
#include "core/process.h"
#include "core/sentence.h"
#include "core/sha256.h"
#include "formats/zip_archive.h"

namespace mmim {

namespace fs = std::filesystem;

fs::path face_bundle_path(const std::string& chosen) {
  const std::string how =
      sentence("; `./dev face` says where to get {} of MediaPipe and puts it in its place", kFaceBundleName);
  if (!chosen.empty()) {
    if (!fs::exists(chosen)) throw Error(sentence("{}: there is no such face model", chosen) + how);
    return chosen;
  }
  fs::path below = fs::path(".cache") / "face" / kFaceBundleName;
  if (fs::exists(below)) return below;
  for (fs::path folder = fs::path(own_program()).parent_path(); folder.has_relative_path();
       folder = folder.parent_path())
    if (fs::exists(folder / below)) return folder / below;
  throw Error(sentence("there is no face model at {}", below) + how);
}

FaceBundle read_face_bundle(const fs::path& path) {
  const MappedFile file(path);
  const std::string found = sha256(file.bytes());
  if (found != kFaceBundleSha256)
    throw DataError(sentence("{}: is not {} of MediaPipe: its SHA-256 is {}, that of the bundle is {}", path,
                             kFaceBundleName, found, kFaceBundleSha256));
  ZipArchive archive(file.bytes(), path.string());
  FaceBundle bundle;
  bundle.detector = archive.read("face_detector.tflite");
  bundle.landmarks = archive.read("face_landmarks_detector.tflite");
  bundle.blendshapes = archive.read("face_blendshapes.tflite");
  const std::string geometry = "geometry_pipeline_metadata_landmarks.binarypb";
  bundle.canonical = parse_canonical_face(archive.read(geometry), path.string() + ": " + geometry);
  return bundle;
}

}  // namespace mmim
