#pragma once
#include <span>

#include "results/cell.h"

namespace mmim {

/// The cells of one row of a table: they differ by their seed alone.
struct RowCells {
  std::string name;
  std::vector<const Cell*> finished;  ///< by seed
  std::vector<const Cell*> failed;
};

/// The cells of one table, which may be compared: Provenance::same_table.
struct SectionCells {
  Provenance provenance;  ///< of the first cell; what all have in common of it counts
  int64_t utterances = 0, videos = 0;
  std::vector<RowCells> rows{};
  std::vector<std::string> marks{};  ///< sentences that a reader must see beside the numbers

  std::string title() const;
  /// The row that others are compared with: `wanted` where it has a finished cell, else the first that has one; null
  /// when none has.
  const RowCells* baseline(const std::string& wanted) const;
};

/// Sections and rows in the order in which their cells stand, rows named in `order` first. A failed cell that never
/// came to its data stands in the first section that does not contradict it. Cells of a row whose options differ by
/// more than the seed, of several programs or ways of computing, and watermarks are marked. DataError when a row has
/// two finished cells of one seed.
std::vector<SectionCells> section_cells(std::span<const Cell> cells, const std::vector<std::string>& order = {});

/// What keeps the cells from standing in one table, in one sentence; empty when nothing does.
std::string why_apart(const std::vector<SectionCells>& sections);

}  // namespace mmim
