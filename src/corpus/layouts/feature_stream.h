#pragma once
#include <filesystem>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "corpus/dataset.h"
#include "corpus/layouts/feature_index.h"
#include "corpus/layouts/kept_values.h"
#include "corpus/layouts/recordings.h"
#include "corpus/layouts/utterance_table.h"

namespace mmim {

/// One stream of a table of utterances: the features of each row, in a file each or in one table of recordings. All
/// files are looked into once. Rows of files that have to be parsed are kept in a temporary file, others are mapped
/// when they are wanted.
class FeatureStream {
 public:
  FeatureStream() = default;
  /// `place` is a folder of files or a table of recordings. DataError where no file is of a row, a file is of two ids,
  /// a file has another width or other names of features than the first. `info` gets width and names, and notes on
  /// what was decided and left out.
  FeatureStream(const std::filesystem::path& place, Modality m, const std::vector<UtteranceRow>& rows,
                const TableOptions& options, DatasetInfo& info);

  int64_t width() const { return width_; }                                      ///< 0: there is no such stream
  int64_t rows(size_t row) const { return width_ > 0 ? files_[row].rows : 0; }  ///< of a row of the table
  /// The rows of features that all files have, when there are several files, of several rows; else 0.
  int64_t common_rows() const { return common_rows_; }
  std::vector<float> read(size_t row) const;
  const std::vector<double>& times(size_t row) const { return files_[row].times; }  ///< as FeatureRows
  std::vector<std::filesystem::path> files() const;

 private:
  struct File {
    std::filesystem::path path;
    int64_t rows = 0;
    bool time_last = false;
    std::optional<size_t> kept_at{};  ///< of the values that were parsed
    std::vector<double> times{};
  };
  void take_files(const FeatureIndex& index, const std::vector<UtteranceRow>& rows, const TableOptions& options,
                  DatasetInfo& info);
  void take_recordings(const Recordings& table, const std::filesystem::path& file,
                       const std::vector<UtteranceRow>& rows, const TableOptions& options, DatasetInfo& info);
  void look_into(const std::filesystem::path& place, const std::vector<UtteranceRow>& rows, const TableOptions& options,
                 DatasetInfo& info, const std::function<FeatureRows(size_t)>& rows_of);
  Modality modality_ = Modality::visual;
  std::vector<File> files_;
  std::shared_ptr<const KeptValues> kept_;
  int64_t width_ = 0, common_rows_ = 0;
};

}  // namespace mmim
