#pragma once
#include <filesystem>
#include <map>
#include <string>
#include <vector>

namespace mmim {

/// experiment.json, beside the cells of an experiment: what a report must know of its file, and which cells the last
/// command was to bring to their end.
struct ExperimentRecord {
  std::string name, title, baseline;
  std::vector<std::string> rows;             ///< labels as they stand in the file
  std::map<std::string, std::string> notes;  ///< of rows
  std::vector<std::string> cells;
};

void write_experiment_record(const std::filesystem::path& folder, const ExperimentRecord& record);

/// DataError names the file where it is damaged; what is missing in it is empty.
ExperimentRecord read_experiment_record(const std::filesystem::path& folder);

}  // namespace mmim
