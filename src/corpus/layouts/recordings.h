#pragma once
#include <optional>
#include <set>
#include <string>
#include <vector>

#include "corpus/layouts/feature_file.h"
#include "corpus/layouts/name_index.h"
#include "formats/number_table.h"

namespace mmim {

/// A table of numbers with the rows of many recordings, each named beside its rows: what openSMILE appends to one file.
class Recordings {
 public:
  /// DataError where no column names recordings.
  explicit Recordings(const std::filesystem::path& file);
  /// The recording of the utterance that has these names; a path, as Python writes it, is also known by its last parts.
  /// DataError where two fit.
  std::optional<size_t> find(const std::vector<std::string>& names) const;
  const std::vector<std::string>& names() const { return names_; }
  FeatureRows rows(size_t recording) const;

  /// Whether a file is such a table.
  static bool in(const std::filesystem::path& file);

 private:
  std::string where_;
  NumberTable table_;
  std::vector<std::string> names_;
  std::vector<std::vector<size_t>> rows_;  // of the table, of each recording
  NameIndex whole_, two_parts_, last_part_;
};

}  // namespace mmim
