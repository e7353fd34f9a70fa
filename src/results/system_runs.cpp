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

/// What all runs of a side have in common, and how it is called where they have not.
void check_same(const SystemRuns& side, const fs::path& place) {
  const auto values = [&](auto&& value_of) {
    std::set<std::string> all;
    for (const PredictedRun& run : side.runs) all.insert(value_of(run.result));
    return std::vector<std::string>(all.begin(), all.end());
  };
  const auto check = [&](const char* what, const std::vector<std::string>& all) {
    if (all.size() > 1)
      throw UsageError(place.string() + ": holds runs of several " + what + " (" + listing(all) + ")");
  };
  if (const size_t systems = values([](const RunResult& run) { return run.label(); }).size(); systems > 1)
    throw UsageError(place.string() + ": holds runs of " + std::to_string(systems) +
                     " systems; name a run, or FOLDER/NAME for the runs FOLDER/NAME-SEED of one");
  check("data sets", values([](const RunResult& run) { return run.data + " " + run.fingerprint.substr(0, 12); }));
  check("splits", values([](const RunResult& run) { return run.split; }));
  check("protocols", values([](const RunResult& run) { return run.protocol; }));
  check("text encoders",
        values([](const RunResult& run) { return run.encoder + " " + run.encoder_sha256.substr(0, 12); }));
  std::set<std::string> options;
  for (const PredictedRun& run : side.runs)
    if (run.published()) options.insert(run.options_sha256.substr(0, 12));
  check("configurations", {options.begin(), options.end()});
  for (size_t i = 1; i < side.runs.size(); ++i)
    if (side.runs[i].result.seed == side.runs[i - 1].result.seed)
      throw UsageError(side.runs[i - 1].result.folder.string() + " and " + side.runs[i].result.folder.string() +
                       " have the same seed " + std::to_string(side.runs[i].result.seed));
}

PredictedRun published_run(const fs::path& place, const fs::path& file) {
  const Cell cell = read_cell(file);
  if (!cell.finished) throw UsageError(file.string() + ": this cell failed: " + cell.reason);
  PredictedRun run;
  run.draws = cell.draws;
  static_cast<RunFacts&>(run.result) = cell;
  run.result.folder = place;
  Json options = cell.configuration;
  options.erase("seed");
  run.result.changes = {"row " + cell.row};
  run.options_sha256 = configuration_sha256(options);
  return run;
}

}  // namespace

PredictedRun read_predicted_run(const fs::path& run, const ChangesOf& changes_of) {
  if (const fs::path cell = cell_file(run); !cell.empty()) return published_run(run, cell);
  PredictedRun predicted;
  predicted.result = read_run_result(run, changes_of);
  predicted.predictions = read_predictions(run / "predictions.csv");
  return predicted;
}

std::vector<int64_t> SystemRuns::seeds() const {
  std::vector<int64_t> all;
  for (const PredictedRun& run : runs) all.push_back(run.result.seed);
  return all;
}

std::vector<double> SystemRuns::of(const std::string& metric) const {
  std::vector<double> values;
  for (const PredictedRun& run : runs) {
    const auto found = run.result.metrics.find(metric);
    values.push_back(found == run.result.metrics.end() ? std::nan("") : found->second);
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
                   [](const PredictedRun& a, const PredictedRun& b) { return a.result.seed < b.result.seed; });
  check_same(side, place);
  side.name = side.runs.front().result.label();
  return side;
}

}  // namespace mmim
