#include "results/run_report.h"

#include "core/error.h"
#include "core/numbers.h"
#include "core/version.h"
#include "results/metrics_log.h"
#include "results/outcome.h"

namespace mmim {
namespace fs = std::filesystem;

namespace {

/// MAE on valid of the best epoch; the criterion that selected it may be another one.
double valid_mae_of(const fs::path& run, const RunOutcome& outcome) {
  const fs::path metrics = run / "metrics.jsonl";
  if (fs::exists(metrics))
    for (const EpochPoint& point : epoch_points(metrics))
      if (point.epoch == outcome.best_epoch && point.valid.contains("MAE")) return point.valid.at("MAE");
  return outcome.best_valid_loss;
}

void read_report(RunResult& result, const Json& report) {
  const auto preset = report.at("preset").get<std::string>();
  result.system = report.at("model").get<std::string>() + (preset.empty() ? "" : " (" + preset + ")");
  result.seed = report.at("seed");
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
  for (const auto& [name, score] : report.at("metrics").items())
    result.metrics[name] = number_from_json(score.at("value"));
}

}  // namespace

Json RunReport::to_json() const {
  Json values = Json::object();
  for (const Score& score : metrics)
    values[score.name] = {{"value", number_to_json(score.value)},
                          {"low", number_to_json(score.low)},
                          {"high", number_to_json(score.high)},
                          {"undefined", score.undefined}};
  Json json{{"metrics", values},
            {"model", model},
            {"preset", preset},
            {"encoder", encoder},
            {"encoder_sha256", encoder_sha256},
            {"data", data},
            {"data_fingerprint", fingerprint},
            {"synthetic", synthetic},
            {"split", split},
            {"utterances", utterances},
            {"seed", seed},
            {"protocol", protocol},
            {"best_epoch", best_epoch},
            {"epochs", epochs},
            {"version", program_version()},
            {"machine", machine},
            {"changes", changes}};
  if (!watermark.empty()) json["watermark"] = watermark;
  return json;
}

std::string RunResult::label() const {
  std::string text = system;
  for (const std::string& change : changes) text += (&change == &changes[0] ? ": " : ", ") + change;
  return text;
}

RunResult read_run_result(const fs::path& run, const ChangesOf& changes_of) {
  const fs::path config = run / "config.toml", report = run / "report.json";
  if (!fs::exists(config)) throw UsageError(run.string() + ": no run is there (no config.toml)");
  const auto outcome = completed_run(run);
  if (!outcome || !fs::exists(report))
    throw UsageError(run.string() + ": this run has not finished; `mmim train --resume " + run.string() + "` goes on");
  RunResult result;
  result.folder = run;
  result.epochs = outcome->epochs;
  result.best_epoch = outcome->best_epoch;
  result.valid_mae = valid_mae_of(run, *outcome);
  const Json json = read_json(report);
  try {
    read_report(result, json);
    if (json.contains("changes")) json.at("changes").get_to(result.changes);
  } catch (const nlohmann::json::exception& error) {
    throw DataError(report.string() + ": is not the report of a run (" + error.what() + ")");
  }
  if (!json.contains("changes")) result.changes = changes_of(read_toml(config), config.string());
  return result;
}

bool holds_run(const fs::path& folder) {
  return fs::exists(folder / "config.toml") && !fs::exists(folder / "model.safetensors");
}

}  // namespace mmim
