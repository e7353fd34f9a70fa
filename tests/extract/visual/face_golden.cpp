#include "extract/visual/face_golden.h"

#include <algorithm>
#include <cstdlib>
#include <cstring>
#include <fstream>
#include <memory>
#include <sstream>

#include "core/files.h"
#include "core/process.h"

namespace mmim {
namespace {

namespace fs = std::filesystem;

fs::path face_folder() {
  const char* chosen = std::getenv("MMIM_GOLDEN");
  return (chosen ? fs::path(chosen) : fs::path(MMIM_SOURCE_DIR) / "../shared/golden") / "face";
}

/// The numbers of a file of lines, words among them left out.
std::vector<double> numbers_of_lines(const fs::path& path) {
  std::vector<double> numbers;
  if (!fs::exists(path)) return numbers;
  std::istringstream lines(read_file(path));
  for (std::string line, one; std::getline(lines, line);) {
    for (std::istringstream cells(line); std::getline(cells, one, ',');) {
      char* end = nullptr;
      const double number = std::strtod(one.c_str(), &end);
      if (end != one.c_str() && (*end == '\0' || *end == '\r')) numbers.push_back(number);
    }
  }
  return numbers;
}

std::vector<float> floats_of(const fs::path& path) {
  if (!fs::exists(path)) return {};
  const std::string bytes = read_file(path);
  std::vector<float> floats(bytes.size() / sizeof(float));
  std::memcpy(floats.data(), bytes.data(), floats.size() * sizeof(float));
  return floats;
}

void decode(const fs::path& path, FaceCase& one) {
  const ProcessResult decoded = run_to_end({"ffmpeg", "-nostdin", "-v", "error", "-i", "file:" + path.string(), "-f",
                                            "image2pipe", "-c:v", "ppm", "-pix_fmt", "rgb24", "-"});
  long width = 0, height = 0;
  if (decoded.code != 0 || std::sscanf(decoded.output.c_str(), "P6\n%ld %ld\n255\n", &width, &height) != 2) return;
  one.width = width;
  one.height = height;
  one.rgb.resize(static_cast<size_t>(3 * width * height));
  std::memcpy(one.rgb.data(), decoded.output.data() + decoded.output.size() - one.rgb.size(), one.rgb.size());
}

FaceCase case_of_square(const fs::path& square) {
  FaceCase one;
  one.name = square.filename().string();
  one.name.resize(one.name.rfind('_'));
  const auto beside = [&](const std::string& ending) { return square.parent_path() / (one.name + ending); };
  one.mesh_square = floats_of(square);
  one.detector_square = floats_of(beside("_det128.f32"));
  one.raw = numbers_of_lines(beside("_lm_raw1434.csv"));
  one.points = numbers_of_lines(beside("_landmarks478_xy.csv"));
  one.blendshapes = numbers_of_lines(beside("_blendshapes.csv"));
  decode(beside(".png"), one);
  return one;
}

}  // namespace

std::vector<FaceCase> face_cases() {
  std::vector<FaceCase> cases;
  if (!fs::exists(face_folder())) return cases;
  for (const auto& entry : fs::directory_iterator(face_folder()))
    if (entry.path().filename().string().ends_with("_crop192.f32")) cases.push_back(case_of_square(entry.path()));
  std::ranges::sort(cases, {}, &FaceCase::name);
  return cases;
}

OpenedFaces* opened_faces() {
  static const std::unique_ptr<OpenedFaces> opened = []() -> std::unique_ptr<OpenedFaces> {
    if (!can_run_face_networks()) return nullptr;
    for (const fs::path& folder : {face_folder(), fs::path(MMIM_SOURCE_DIR) / ".cache/face"}) {
      if (!fs::exists(folder / kFaceBundleName)) continue;
      FaceBundle bundle = read_face_bundle(folder / kFaceBundleName);
      FaceNetworks networks = face_networks(bundle);
      return std::make_unique<OpenedFaces>(OpenedFaces{std::move(bundle), std::move(networks)});
    }
    return nullptr;
  }();
  return opened.get();
}

}  // namespace mmim
