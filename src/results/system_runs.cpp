#include "results/system_runs.h"

#include <algorithm>
#include <cmath>
#include <set>

#include "core/error.h"
#include "core/names.h"
#include "results/cell.h"

namespace mmim {
namespace fs = std::filesystem;

namespace {

constexpr int kDepth = 2;  ///< of run folders below the folder of an experiment

/// Where a cell stands whose run is not here: a published file, or a folder it was copied into; "": nowhere.
fs::path cell_file(const fs::path& place) {
  if (fs::is_directory(place)) {
    const bool alone = fs::exists(place / "cell.json") && !fs::exists(place / "config.toml");
    return alone ? place / "cell.json" : fs::path();
  }
  const bool json = place.extension() == ".json" && fs::is_regular_file(place);
  return json && is_cell(read_json(place)) ? place : fs::path();
}
/// A run folder (a model folder has a configuration too) or a cell.
bool is_run(const fs::path& place) {
  return (fs::exists(place / "config.toml") && !fs::exists(place / "data.json")) || !cell_file(place).empty();
}
bool is_finished(const fs::path& run) {
  if (const fs::path cell = cell_file(run); !cell.empty()) return read_cell(cell).finished;
  return fs::exists(run / "outcome.json") && fs::exists(run / "report.json");
}

void add_runs_below(const fs::path& folder, int depth, std::vector<fs::path>& runs) {
  for (const auto& entry : fs::directory_iterator(folder)) {
    if (is_run(entry.path()))
      runs.push_back(entry.path());
    else if (entry.is_directory() && depth > 1)
      add_runs_below(entry.path(), depth - 1, runs);
  }
}

/// Whether `file` is `name` with a number behind a dash.
bool is_numbered(const std::string& file, const std::string& name) {
  return file.size() > name.size() + 1 && file.starts_with(name + "-") &&
         file.find_first_not_of("0123456789", name.size() + 1) == std::string::npos;
}

std::vector<fs::path> runs_of(const fs::path& place) {
  if (is_run(place)) return {place};
  if (fs::exists(place) && !fs::is_directory(place)) throw UsageError(place.string() + ": is not a folder with runs");
  std::vector<fs::path> runs;
  const fs::path whole = fs::is_directory(place) ? place : place.parent_path();
  if (!whole.empty() && fs::is_directory(whole)) add_runs_below(whole, kDepth, runs);
  if (!fs::is_directory(place))
    std::erase_if(runs, [&](const fs::path& run) {
      return !is_numbered(fs::is_directory(run) ? run.filename() : run.stem(), place.filename());
    });
  std::sort(runs.begin(), runs.end());
  if (runs.empty()) throw UsageError(place.string() + ": no run is there");
  return runs;
}

/// Runs of one side, by seed, differ by their seed alone.
void check_same(const std::vector<PredictedRun>& runs, const fs::path& place) {
  std::set<std::string> systems, options;
  std::vector<Provenance> provenance;
  for (const PredictedRun& run : runs) {
    systems.insert(run.system);
    provenance.push_back(run.cell.provenance);
    if (run.published()) options.insert(run.options_sha256.substr(0, 12));
  }
  if (systems.size() > 1)
    throw UsageError(place.string() + ": holds runs of " + std::to_string(systems.size()) +
                     " systems; name a run, or FOLDER/NAME for the runs FOLDER/NAME-SEED of one");
  if (const std::string difference = table_difference(provenance); !difference.empty())
    throw UsageError(place.string() + ": holds runs of several " + difference);
  if (options.size() > 1)
    throw UsageError(place.string() + ": holds runs of several configurations " +
                     listing({options.begin(), options.end()}));
  for (size_t i = 1; i < runs.size(); ++i)
    if (runs[i].cell.seed == runs[i - 1].cell.seed)
      throw UsageError(runs[i - 1].folder.string() + " and " + runs[i].folder.string() + " have the same seed " +
                       std::to_string(runs[i].cell.seed));
}

PredictedRun published_run(const fs::path& place, const fs::path& file) {
  Cell cell = read_cell(file);
  if (!cell.finished) throw UsageError(file.string() + ": this cell failed: " + cell.reason);
  const std::string system = cell.system + ": row " + cell.row;
  Json options = cell.configuration;
  options.erase("seed");
  return {place, system, std::move(cell), {}, configuration_sha256(options)};
}

}  // namespace

PredictedRun read_predicted_run(const fs::path& run, const ChangesOf& changes_of) {
  if (const fs::path cell = cell_file(run); !cell.empty()) return published_run(run, cell);
  const Cell cell = read_run(run, changes_of);
  return {run, cell.row, cell, read_predictions(run / "predictions.csv"), ""};
}

std::vector<int64_t> SystemRuns::seeds() const {
  std::vector<int64_t> all;
  for (const PredictedRun& run : runs) all.push_back(run.cell.seed);
  return all;
}

std::vector<double> SystemRuns::of(const std::string& metric) const {
  std::vector<double> values;
  for (const PredictedRun& run : runs) {
    const auto found = run.cell.metrics.find(metric);
    values.push_back(found == run.cell.metrics.end() ? std::nan("") : found->second);
  }
  return values;
}

SystemRuns read_system_runs(const fs::path& place, const ChangesOf& changes_of) {
  const std::vector<fs::path> folders = runs_of(place);
  SystemRuns side;
  for (const fs::path& folder : folders) {
    if (folders.size() > 1 && !is_finished(folder))
      side.unfinished.push_back(folder.string());
    else
      side.runs.push_back(read_predicted_run(folder, changes_of));
  }
  if (side.runs.empty()) throw UsageError(place.string() + ": no run there has finished");
  std::stable_sort(side.runs.begin(), side.runs.end(),
                   [](const PredictedRun& a, const PredictedRun& b) { return a.cell.seed < b.cell.seed; });
  check_same(side.runs, place);
  side.name = side.runs.front().system;
  return side;
}

}  // namespace mmim
