#pragma once
#include <gtest/gtest.h>
#include <unistd.h>

#include <filesystem>
#include <fstream>
#include <string>
#include <string_view>

namespace mmim {

/// A path in a temporary folder of this process.
inline std::filesystem::path scratch(const std::string& name) {
  const auto folder = std::filesystem::path(testing::TempDir()) / ("mmim_" + std::to_string(::getpid()));
  std::filesystem::create_directories(folder);
  return folder / name;
}

/// A file in that folder holding `bytes`.
inline std::filesystem::path scratch(const std::string& name, std::string_view bytes) {
  const auto path = scratch(name);
  std::ofstream(path, std::ios::binary | std::ios::trunc) << bytes;  // thousands of them: no sync
  return path;
}

}  // namespace mmim
