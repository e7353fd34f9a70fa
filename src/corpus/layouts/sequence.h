#pragma once
#include <filesystem>
#include <memory>
#include <string>
#include <utility>
#include <vector>

#include "formats/hdf5/file.h"

namespace mmim {

/// A stretch of time in seconds.
struct Interval {
  double begin = 0, end = 0;
  /// The SDK's rule: what they share is longer than its tolerance.
  bool meets(const Interval& other) const;
};

/// A CMU SDK computational sequence (.csd): per video features (T, d) and intervals (T, 2).
class Sequence {
 public:
  explicit Sequence(const std::filesystem::path& path);  ///< DataError when it holds no /<root>/data
  const std::string& root() const { return root_; }
  const std::filesystem::path& path() const { return path_; }
  std::vector<std::string> videos() const;
  bool contains(const std::string& video) const;
  Value features(const std::string& video) const;
  /// `count` intervals; DataError when they are not that many or not finite.
  std::vector<Interval> intervals(const std::string& video, int64_t count) const;

 private:
  std::filesystem::path path_;
  std::shared_ptr<Hdf5File> file_;
  std::string root_;
};

/// Per word, the mean of the rows that meet it; a zero row when none does (the SDK's align with collapse by mean).
std::vector<float> mean_per_word(const Sequence& sequence, const std::string& video, const std::vector<Interval>& words,
                                 int64_t width);

}  // namespace mmim
