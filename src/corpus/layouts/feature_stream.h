#pragma once
#include <filesystem>
#include <string>
#include <vector>

#include "corpus/dataset.h"
#include "corpus/layouts/utterance_table.h"

namespace mmim {

/// One stream of a table of utterances: the file of features of each row. All files are looked into once; rows are read
/// when they are wanted.
class FeatureStream {
 public:
  FeatureStream() = default;
  /// DataError where no file is of a row, a file is of two ids, or a file is of another width than the first; `info`
  /// gets notes on rows without a file, files of no row and columns that are no features.
  FeatureStream(const std::filesystem::path& folder, Modality m, const std::vector<UtteranceRow>& rows,
                DatasetInfo& info);

  int64_t width() const { return width_; }                                      ///< 0: there is no such stream
  int64_t rows(size_t row) const { return width_ > 0 ? files_[row].rows : 0; }  ///< of a row of the table
  /// The rows of features that all files have, when there are several files, of several rows; else 0.
  int64_t common_rows() const { return common_rows_; }
  std::vector<float> read(size_t row) const;
  std::vector<std::filesystem::path> files() const;

 private:
  struct File {
    std::filesystem::path path;
    int64_t rows = 0;
  };
  void look_into(const std::filesystem::path& folder, Modality m, DatasetInfo& info);
  std::vector<File> files_;
  int64_t width_ = 0, common_rows_ = 0;
};

}  // namespace mmim
