#pragma once
#include <array>
#include <map>
#include <string>
#include <vector>

namespace mmim {

/// Things found by the id of an utterance: by its name as it is; or with `/`, `_`, `$_$` and `[...]` for each other
/// (`video/3`, `video_3`); or with other zeros in front of numbers (`video_0003`). Letters with accents may be one code
/// point or two.
class NameIndex {
 public:
  void add(const std::string& name, size_t thing);
  /// The things that one of the names fits, of which the first go first, in the most exact form that any fits. An id
  /// may have the extension of a recording.
  std::vector<size_t> find(const std::vector<std::string>& names) const;

  /// Whether a name has other code points than each of the names that found it.
  static bool writes_otherwise(const std::string& name, const std::vector<std::string>& names);

 private:
  static constexpr size_t kForms = 3;
  std::array<std::map<std::string, std::vector<size_t>>, kForms> by_name_;
};

}  // namespace mmim
