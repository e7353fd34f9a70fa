#pragma once
#include <filesystem>
#include <string>
#include <vector>

#include "core/names.h"
#include "formats/array.h"

namespace mmim {

/// The rows of features that one file holds.
struct FeatureRows {
  Array values{};                       ///< (rows, features) of any type; (0, 0) without content
  std::vector<std::string> names{};     ///< of the features; empty: not known
  std::vector<double> times{};          ///< of each row, in seconds, rising; empty: not known
  std::vector<std::string> left_out{};  ///< columns of a table that are no features
  bool rows_first = false;              ///< whether rows are rows for certain: of a table, or of MMSA-FET
  bool parsed = false;                  ///< whether reading took more than mapping the file
  int64_t faces = 0;                    ///< that the table has rows of; one of them is taken
  int64_t without_face = 0;             ///< rows in which a tracker saw no face; they are left out
  int64_t rows() const { return values.shape[0]; }
  int64_t width() const { return values.shape[1]; }
};

/// Whether the name of a file is one that read_features reads: .npy, .npz, .csv, .tsv, .txt, .safetensors, .pt, .pth,
/// .pkl, .pickle, also with .gz or .xz behind it.
bool is_feature_file(const std::filesystem::path& file);

/// Whether the name of a file is that of a table of numbers among them.
bool is_feature_table(const std::filesystem::path& file);

/// The array of a stream in a file: numpy.save, numpy.savez, torch.save, pickle, safetensors or a table of numbers. Of
/// several arrays it takes the one whose name tells the stream; none where they tell the other. An array (features) is
/// one row; axes of extent 1 beyond two are dropped. DataError for other shapes and for several arrays, which it names.
FeatureRows read_features(const std::filesystem::path& file, Modality m);

/// Whether a file holds several arrays whose names tell streams, one of them `m`: a clip of MMSA-FET.
bool tells_stream(const std::filesystem::path& file, Modality m);

}  // namespace mmim
