#pragma once
#include <span>

#include "results/cell.h"

namespace mmim {

struct ReportOptions {
  std::string title;               ///< default: the experiment's name
  std::string baseline;            ///< the row that others are compared with; default "MMIM", or the first
  std::vector<std::string> order;  ///< of rows; those not named follow as they stand
  std::vector<std::string> marks;  ///< sentences that a reader must see above all numbers
};

/// The one structure that every form of the report is made of: marks, metrics, and a section for each set of cells that
/// may be compared (data, split, text encoder, protocol; synthetic and real never share one). A section holds rows with
/// means, deviations, seeds, failures, published against selected numbers, tests against the baseline, curves,
/// intervals, slices, robustness, and where each cell comes from. UsageError when there is no cell, or no row of the
/// baseline's name; DataError when a row has two finished cells of one seed.
Json experiment_report(std::span<const Cell> cells, const ReportOptions& options);

}  // namespace mmim
