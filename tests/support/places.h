#pragma once
#include <filesystem>
#include <string>

namespace mmim {

/// A committed fixture of the formats tests.
inline std::filesystem::path fixture(const std::string& name) {
  return std::filesystem::path(MMIM_SOURCE_DIR) / "tests/formats/fixtures" / name;
}

/// Where real data may lie beside the project; tests that want it skip with a sentence when it is not there.
inline std::filesystem::path real_data(const std::string& name) {
  return std::filesystem::path(MMIM_SOURCE_DIR) / "../shared/data" / name;
}

}  // namespace mmim
