#include "experiments/table/record.h"

#include "core/files.h"

namespace mmim {

ExperimentRecord record_of(const ExperimentFile& experiment, const std::vector<CellPlan>& plans) {
  ExperimentRecord record{experiment.name, experiment.title, experiment.baseline, {}, {}, {}};
  for (const ExperimentRow& row : experiment.rows) {
    record.rows.push_back(row.label);
    record.notes[row.label] = row.note;
  }
  for (const CellPlan& plan : plans) record.cells.push_back(plan.name);
  return record;
}

void publish_cells(const ExperimentRecord& record, const std::vector<CellStatus>& cells,
                   const std::filesystem::path& folder) {
  make_folder(folder);
  write_experiment_record(folder, record);
  for (const CellStatus& status : cells)
    if (status.cell && status.state != CellStatus::State::published)
      write_file_atomically(folder / (status.plan.name + ".json"), status.cell->to_json().dump() + "\n");
}

}  // namespace mmim
