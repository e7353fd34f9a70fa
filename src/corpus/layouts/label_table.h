#pragma once
#include <filesystem>
#include <map>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "corpus/layouts/layout.h"

namespace mmim {

/// The label CSV beside MulT's pickles: columns video_id, clip_id and text.
class LabelTable {
 public:
  explicit LabelTable(const std::filesystem::path& path);
  /// The table named by --labels, else the one CSV beside the pickle whose name ends in "label.csv" (of several, the
  /// one that begins as the pickle does: MOSI-label.csv, MOSEI-label.csv). DataError when there is none.
  static LabelTable beside(const Opened& opened);

  /// Text of utterance "video_clip", split at the last '_', or null.
  const std::string* text_of(std::string_view id) const;
  const std::string& video(size_t row) const { return rows_[row].first; }
  const std::string& text(size_t row) const { return rows_[row].second; }
  size_t size() const { return rows_.size(); }
  const std::filesystem::path& path() const { return path_; }

 private:
  std::filesystem::path path_;
  std::vector<std::pair<std::string, std::string>> rows_;  // video, text
  std::map<std::pair<std::string, std::string>, size_t> row_of_;
};

}  // namespace mmim
