#include "results/experiment_record.h"

#include "core/error.h"
#include "core/json.h"

namespace mmim {
namespace fs = std::filesystem;

void write_experiment_record(const fs::path& folder, const ExperimentRecord& record) {
  Json notes = Json::object();
  for (const std::string& row : record.rows) notes[row] = record.notes.at(row);
  write_json(folder / "experiment.json", {{"name", record.name},
                                          {"title", record.title},
                                          {"baseline", record.baseline},
                                          {"rows", record.rows},
                                          {"notes", notes},
                                          {"cells", record.cells}});
}

ExperimentRecord read_experiment_record(const fs::path& folder) {
  const fs::path file = folder / "experiment.json";
  const Json json = read_json(file);
  try {
    return {json.value("name", ""),
            json.value("title", ""),
            json.value("baseline", ""),
            json.value("rows", std::vector<std::string>()),
            json.value("notes", std::map<std::string, std::string>()),
            json.value("cells", std::vector<std::string>())};
  } catch (const nlohmann::json::exception& error) {
    throw DataError(file.string() + ": is not the record of an experiment (" + error.what() + ")");
  }
}

}  // namespace mmim
