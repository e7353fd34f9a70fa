#pragma once
#include <filesystem>
#include <map>
#include <set>
#include <string>
#include <vector>

#include "corpus/dataset.h"
#include "corpus/layouts/feature_file.h"

namespace mmim {

/// What the files of one stream have in common, and what was decided and left out in reading them.
class StreamSummary {
 public:
  explicit StreamSummary(Modality m) : modality_(m) {}

  /// Counts what was left out of a file. DataError for other names of features than in the first file that has any.
  void count(const std::filesystem::path& path, const FeatureRows& read);
  /// Takes an array of a file, whose columns become rows where it is `turned`. DataError for another width than in the
  /// first file.
  void take(const std::filesystem::path& path, const std::vector<int64_t>& shape, bool turned);

  int64_t width() const { return width_; }
  int64_t filled() const { return filled_; }  ///< files that hold a row
  const std::vector<std::string>& names() const { return names_; }
  int64_t common_rows() const;  ///< of all files, where there are several files, of several rows; else 0
  void note(DatasetInfo& info) const;

 private:
  [[noreturn]] void refuse_width(const std::filesystem::path& path, int64_t width,
                                 const std::vector<int64_t>& shape) const;
  void expect_names(const std::filesystem::path& path, const std::vector<std::string>& names);
  void note_left_out(DatasetInfo& info) const;

  Modality modality_;
  std::filesystem::path first_path_, named_path_;
  std::vector<int64_t> first_shape_;
  std::vector<std::string> names_;
  std::set<int64_t> lengths_;
  std::map<std::string, int64_t> left_out_;
  std::string first_of_faces_;
  int64_t width_ = 0, filled_ = 0, turned_ = 0, without_face_ = 0, files_without_face_ = 0, several_faces_ = 0;
};

}  // namespace mmim
