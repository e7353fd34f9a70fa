#include <algorithm>

#include "core/error.h"
#include "report/figures/figure.h"
#include "results/metrics_log.h"

namespace mmim {
namespace fs = std::filesystem;

namespace {

constexpr int64_t kEvery = 20;  // as in Figure 2 of the paper

std::string title_of(const std::string& system, const std::string& data, int64_t seed, bool synthetic) {
  return (synthetic ? "SYNTHETIC data: " : "") + system + " on " + data + ", seed " + std::to_string(seed);
}

/// Name of the data set: as best/data.json has it, before there is one that of its folder.
std::string data_name(const fs::path& run, const std::string& folder) {
  const fs::path card = run / "best" / "data.json";
  if (fs::exists(card)) return read_json(card).value("name", "data");
  return folder.empty() ? "synthetic" : fs::path(folder).filename().string();
}

RunCurves of_folder(const fs::path& run, int64_t every) {
  const fs::path metrics = run / "metrics.jsonl";
  const Json config = read_toml(run / "config.toml");
  MetricsLog log = MetricsLog::read(metrics, every);
  RunCurves curves;
  try {
    const std::string model = config.at("model"), preset = config.value("preset", "");
    const std::string folder = config.at("data").at("folder");
    curves.title = title_of(model + (preset.empty() ? "" : " (" + preset + ")"), data_name(run, folder),
                            config.at("seed"), folder.empty() || log.mark.starts_with("SYNTHETIC"));
  } catch (const nlohmann::json::exception& error) {
    throw DataError((run / "config.toml").string() + ": is not the configuration of a run (" + error.what() + ")");
  }
  curves.mark = log.mark;
  curves.epochs = std::move(log.epochs);
  curves.steps = std::move(log.steps);
  return curves;
}

RunCurves of_cell(const fs::path& file, std::optional<int64_t> every) {
  const Cell cell = read_cell(file);
  const Provenance& from = cell.provenance;
  for (const StepCurve& curve : cell.steps)
    if (every && curve.every != *every)
      throw UsageError(file.string() + " holds means of " + std::to_string(curve.every) + " batches, not of " +
                       std::to_string(*every));
  return {title_of(cell.system, from.data, cell.seed, from.synthetic), from.watermark, cell.curve, cell.steps};
}

}  // namespace

RunCurves read_run_curves(const fs::path& run, std::optional<int64_t> every) {
  const bool folder = fs::exists(run / "metrics.jsonl") && fs::exists(run / "config.toml");
  if (!folder && !fs::is_regular_file(run))
    throw UsageError(run.string() + ": neither a run (config.toml and metrics.jsonl) nor a cell.json is there");
  RunCurves curves = folder ? of_folder(run, every.value_or(kEvery)) : of_cell(run, every);
  std::erase_if(curves.steps, [](const StepCurve& curve) { return curve.step.empty(); });
  if (curves.steps.empty())
    throw UsageError(run.string() + ": no stage has logged " + std::to_string(every.value_or(kEvery)) +
                     " batches yet; --every makes the means shorter");
  return curves;
}

}  // namespace mmim
