#pragma once
#include "experiments/table/cell_wish.h"
#include "results/cell.h"

namespace mmim {

/// The cell of a run that completed: its report, curves and predictions of test read, its weights used once more for
/// intervals and curves. Error when the run in the folder is not the one that was wished.
Cell finish_cell(const std::filesystem::path& run, const CellWish& wish);

/// A cell that cannot be finished, with its reason, and what can be read of its run.
Cell failed_cell(const std::filesystem::path& run, const CellWish& wish, const std::string& reason);

}  // namespace mmim
