#pragma once
#include "experiments/cell.h"
#include "experiments/plan.h"

namespace mmim {

/// What an experiment wants of a cell; kept in the run folder as wanted.json, its configuration as wanted.toml.
struct CellWish {
  std::string experiment;
  CellPlan plan;  ///< read back without its configuration
  bool robustness = false, keep_weights = false;
  Json to_json() const;
  static CellWish from_json(const Json& json, const std::string& where);
};

/// The cell of a run that completed: its report, curves and predictions of test read, its weights used once more for
/// intervals and curves. Error when the run in the folder is not the one that was wished.
Cell finish_cell(const std::filesystem::path& run, const CellWish& wish);

/// A cell that cannot be finished, with its reason, and what can be read of its run.
Cell failed_cell(const std::filesystem::path& run, const CellWish& wish, const std::string& reason);

/// The epoch that selection as published would have taken: the last that was better than all before it on valid and
/// better on test than the last one taken. 0 when test was not watched.
int64_t published_epoch(const std::vector<EpochPoint>& curve);

}  // namespace mmim
