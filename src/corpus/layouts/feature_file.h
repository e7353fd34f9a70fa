#pragma once
#include <filesystem>
#include <string>
#include <vector>

#include "formats/array.h"

namespace mmim {

/// The rows of features that one file holds.
struct FeatureRows {
  Array values{};                       ///< (rows, features) of any type; (0, 0) without content
  std::vector<std::string> left_out{};  ///< columns of a table of numbers that are no features (NumberTable)
  int64_t rows() const { return values.shape[0]; }
  int64_t width() const { return values.shape[1]; }
};

/// Whether the name of a file is one that read_features reads: .npy, .npz, .csv, .tsv, .txt, .safetensors, .pt, .pth,
/// .pkl, .pickle, also with .gz or .xz behind it.
bool is_feature_file(const std::filesystem::path& file);

/// The one array of a file: numpy.save, numpy.savez, torch.save, pickle, safetensors or a table of numbers. An array
/// (features) is one row; axes of extent 1 beyond two are dropped. DataError for other shapes and for several arrays,
/// which it names.
FeatureRows read_features(const std::filesystem::path& file);

}  // namespace mmim
