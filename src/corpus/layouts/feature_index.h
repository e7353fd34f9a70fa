#pragma once
#include <filesystem>
#include <optional>
#include <string>
#include <vector>

#include "corpus/layouts/feature_file.h"
#include "corpus/layouts/name_index.h"

namespace mmim {

/// The files of features below a folder, each found by the id of an utterance as NameIndex does.
class FeatureIndex {
 public:
  /// `wanted` tells by its name whether a file is one of them.
  explicit FeatureIndex(const std::filesystem::path& folder,
                        bool (*wanted)(const std::filesystem::path&) = is_feature_file);
  /// The file of the utterance that has these names, of which the first go first. DataError when two files fit.
  std::optional<size_t> find(const std::vector<std::string>& names) const;

  /// Whether the name of a file has other code points than each of the names that found it.
  bool writes_otherwise(size_t file, const std::vector<std::string>& names) const;

  const std::vector<std::filesystem::path>& files() const { return files_; }  ///< in order of path
  const std::filesystem::path& folder() const { return folder_; }
  const std::vector<std::filesystem::path>& others() const { return others_; }  ///< files that hold no features

 private:
  void add(const std::filesystem::path& file, bool wanted);
  std::string name_of(const std::filesystem::path& file) const;
  std::filesystem::path folder_;
  std::vector<std::filesystem::path> files_, others_;
  NameIndex by_name_;
};

}  // namespace mmim
