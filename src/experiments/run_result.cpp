#include "experiments/run_result.h"

#include <algorithm>
#include <cmath>

#include "core/error.h"
#include "experiments/run_curves.h"
#include "train/encoder.h"
#include "train/fit.h"

namespace mmim {
namespace fs = std::filesystem;

namespace {

/// Options that say where and on what a run ran, not what was run; seed, data and encoder stand in columns of their
/// own.
bool is_a_place(const std::string& option) {
  static const std::vector<std::string> places{"model",           "preset",           "seed",
                                               "text.encoder",    "data.folder",      "train.device",
                                               "train.threads",   "train.keep_last",  "train.save_minutes",
                                               "train.log_every", "train.read_every", "train.select"};
  return std::find(places.begin(), places.end(), option) != places.end();
}

std::vector<std::string> changes_of(RunConfig& config) {
  RunConfig standard(config.model, config.preset);
  const Options now = config.options(), before = standard.options();
  std::vector<std::string> changes;
  for (const Options::Field& field : before.fields()) {
    const Json value = now.find(field.path).get();
    if (!is_a_place(field.path) && value != field.get()) changes.push_back(field.path + " = " + value.dump());
  }
  return changes;
}

double number_of(const Json& json) { return json.is_number() ? json.get<double>() : std::nan(""); }

/// MAE on valid of the best epoch; the criterion that selected it may be another one.
double valid_mae_of(const fs::path& run, const RunOutcome& outcome) {
  const fs::path metrics = run / "metrics.jsonl";
  if (fs::exists(metrics))
    for (const EpochPoint& point : epoch_points(metrics))
      if (point.epoch == outcome.best_epoch && point.valid.contains("MAE")) return point.valid.at("MAE");
  return outcome.best_valid_loss;
}

void read_report(RunResult& result, const Json& report) {
  result.data = report.at("data");
  result.fingerprint = report.at("data_fingerprint");
  result.encoder_sha256 = report.at("encoder_sha256");
  result.encoder = encoder_name(result.encoder_sha256, report.at("encoder"));
  result.split = report.at("split");
  result.protocol = report.at("protocol");
  result.watermark = report.value("watermark", "");
  result.version = report.at("version");
  result.machine = report.value("machine", "");
  result.synthetic = report.at("synthetic");
  result.utterances = report.at("utterances");
  for (const auto& [name, score] : report.at("metrics").items()) result.metrics[name] = number_of(score.at("value"));
}

}  // namespace

std::string RunResult::label() const {
  std::string text = system;
  for (const std::string& change : changes) text += (&change == &changes[0] ? ": " : ", ") + change;
  return text;
}

RunResult read_run_result(const fs::path& run) {
  const std::string file = (run / "config.toml").string();
  if (!fs::exists(run / "config.toml")) throw UsageError(run.string() + ": no run is there (no config.toml)");
  const auto outcome = completed_run(run);
  if (!outcome || !fs::exists(run / "report.json"))
    throw UsageError(run.string() + ": this run has not finished; `mmim train --resume " + run.string() + "` goes on");
  const auto config = RunConfig::resolve(read_toml(file), file, {});
  RunResult result;
  result.folder = run;
  result.system = config->model + (config->preset.empty() ? "" : " (" + config->preset + ")");
  result.changes = changes_of(*config);
  result.seed = config->seed;
  result.epochs = outcome->epochs;
  result.best_epoch = outcome->best_epoch;
  result.valid_mae = valid_mae_of(run, *outcome);
  const fs::path report = run / "report.json";
  try {
    read_report(result, read_json(report));
  } catch (const nlohmann::json::exception& error) {
    throw DataError(report.string() + ": is not the report of a run (" + error.what() + ")");
  }
  return result;
}

}  // namespace mmim
