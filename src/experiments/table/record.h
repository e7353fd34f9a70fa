#pragma once
#include "experiments/table/runner.h"
#include "results/experiment_record.h"

namespace mmim {

/// The record of an experiment whose last command was to bring `plans` to their end.
ExperimentRecord record_of(const ExperimentFile& experiment, const std::vector<CellPlan>& plans);

/// Writes the record and, as NAME.json, every cell that came to its end here into `folder`: metrics and curves, nothing
/// of the data.
void publish_cells(const ExperimentRecord& record, const std::vector<CellStatus>& cells,
                   const std::filesystem::path& folder);

}  // namespace mmim
