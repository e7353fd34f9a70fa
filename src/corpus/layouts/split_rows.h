#pragma once
#include <array>
#include <vector>

#include "corpus/layouts/label_columns.h"
#include "corpus/layouts/utterance_table.h"

namespace mmim {

/// The rows of a table whose splits are settled, split by split.
struct SplitRows {
  std::array<std::vector<size_t>, 3> rows;
  explicit SplitRows(const UtteranceTable& table);
  const std::vector<size_t>& of(SplitName split) const { return rows[static_cast<size_t>(split)]; }
  /// The further labels of these rows.
  FoundColumns further(const UtteranceTable& table) const;
};

}  // namespace mmim
