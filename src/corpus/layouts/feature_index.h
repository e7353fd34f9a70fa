#pragma once
#include <array>
#include <filesystem>
#include <map>
#include <optional>
#include <string>
#include <vector>

namespace mmim {

/// The files of features below a folder, each found by the id of an utterance. A file has the name of an id as it is;
/// or with `/`, `_`, `$_$` and `[...]` for each other (`video/3.npy`, `video_3.npy`); or with other zeros in front of
/// numbers (`video_0003.npy`). Letters with accents may be one code point or two.
class FeatureIndex {
 public:
  explicit FeatureIndex(const std::filesystem::path& folder);
  /// The file of the utterance that has these names, of which the first go first. DataError when two files fit.
  std::optional<size_t> find(const std::vector<std::string>& names) const;

  /// Whether the name of a file has other code points than each of the names that found it.
  bool writes_otherwise(size_t file, const std::vector<std::string>& names) const;

  const std::vector<std::filesystem::path>& files() const { return files_; }  ///< in order of path
  const std::filesystem::path& folder() const { return folder_; }
  const std::vector<std::filesystem::path>& others() const { return others_; }  ///< files that hold no features

 private:
  static constexpr size_t kForms = 3;
  void add(const std::filesystem::path& file);
  std::string name_of(const std::filesystem::path& file) const;
  std::filesystem::path folder_;
  std::vector<std::filesystem::path> files_, others_;
  std::array<std::map<std::string, std::vector<size_t>>, kForms> by_name_;
};

}  // namespace mmim
