#include "results/run_report.h"

#include <set>

#include "core/error.h"
#include "core/record.h"
#include "metrics/classes.h"
#include "metrics/draws.h"
#include "results/outcome.h"

namespace mmim {
namespace fs = std::filesystem;

template <class Self, class Visit>
void RunReport::each_field(Self& self, const Visit& visit) {
  visit("model", self.model);
  visit("preset", self.preset);
  visit("encoder", self.provenance.encoder);
  visit("encoder_sha256", self.provenance.encoder_sha256);
  visit("data", self.provenance.data);
  visit("data_fingerprint", self.provenance.fingerprint);
  visit("synthetic", self.provenance.synthetic);
  visit("split", self.provenance.split);
  visit("utterances", self.utterances);
  visit("seed", self.seed);
  visit("protocol", self.provenance.protocol);
  visit("best_epoch", self.best_epoch);
  visit("epochs", self.epochs);
  visit("version", self.provenance.version);
  visit("machine", self.provenance.machine);
  visit("changes", self.changes);
  visit("parameters", self.parameters);
  visit("program_sha256", self.provenance.program);
  visit("configuration_sha256", self.provenance.configuration_sha256);
}

namespace {

Json score_to_json(const Score& score) {
  return {{"value", number_to_json(score.value)},
          {"low", number_to_json(score.low)},
          {"high", number_to_json(score.high)},
          {"undefined", score.undefined}};
}

Score score_from_json(const std::string& name, const Json& json) {
  return {name, number_from_json(json.at("value")), number_from_json(json.value("low", Json())),
          number_from_json(json.value("high", Json())), json.value("undefined", int64_t{0})};
}

/// MAE on valid of the best epoch; the criterion that selected it may be another one.
double valid_mae_of(const Cell& cell, const RunOutcome& outcome) {
  for (const EpochPoint& point : cell.curve)
    if (point.epoch == outcome.best_epoch && point.valid.contains("MAE")) return point.valid.at("MAE");
  return outcome.best_valid_loss;
}

/// System and changes: what runs of one row have in common.
std::string row_of(const RunReport& report) {
  std::string text = report.system();
  for (const std::string& change : report.changes) text += (&change == &report.changes[0] ? ": " : ", ") + change;
  return text;
}

}  // namespace

std::string RunReport::system() const { return model + (preset.empty() ? "" : " (" + preset + ")"); }

Json RunReport::to_json() const {
  Json json{{"metrics", Json::object()}};
  for (const Score& score : metrics) json["metrics"][score.name] = score_to_json(score);
  write_fields(*this, json);
  write_labels(provenance, json);
  if (!provenance.watermark.empty()) json["watermark"] = provenance.watermark;
  return json;
}

RunReport RunReport::from_json(const Json& json, const std::string& where) {
  const std::string what = "the report of a run";
  Json whole{{"best_epoch", 0},           {"epochs", 0},     {"machine", ""},
             {"changes", Json::array()},  {"parameters", 0}, {"program_sha256", ""},
             {"configuration_sha256", ""}};  // may be missing
  if (json.is_object()) whole.update(json);
  RunReport report = read_record<RunReport>(whole, where, what);
  try {
    report.provenance.watermark = json.value("watermark", "");
    read_labels(json, report.provenance);
    for (const auto& [name, score] : json.at("metrics").items()) report.metrics.push_back(score_from_json(name, score));
  } catch (const nlohmann::json::exception& error) {
    throw DataError(where + ": is not " + what + " (" + error.what() + ")");
  }
  return report;
}

Cell read_run(const fs::path& run, const ChangesOf& changes_of) {
  const fs::path config = run / "config.toml", file = run / "report.json";
  if (!fs::exists(config)) throw UsageError(run.string() + ": no run is there (no config.toml)");
  const auto outcome = completed_run(run);
  if (!outcome || !fs::exists(file))
    throw UsageError(run.string() + ": this run has not finished; `mmim train --resume " + run.string() + "` goes on");
  const Json json = read_json(file);
  RunReport report = RunReport::from_json(json, file.string());
  if (!json.contains("changes")) report.changes = changes_of(read_toml(config), config.string());
  Cell cell;
  cell.row = row_of(report);
  cell.name = run.string();
  cell.finished = true;
  cell.system = report.system();
  cell.changes = report.changes;
  cell.parameters = report.parameters;
  cell.seed = report.seed;
  cell.provenance = report.provenance;
  cell.provenance.encoder = encoder_name(report.provenance.encoder_sha256, report.provenance.encoder);
  cell.utterances = report.utterances;
  cell.epochs = outcome->epochs;
  cell.best_epoch = outcome->best_epoch;
  for (const Score& score : report.metrics) cell.metrics[score.name] = score.value;
  read_curves(cell, run);
  cell.valid_mae = valid_mae_of(cell, *outcome);
  return cell;
}

void read_curves(Cell& cell, const fs::path& run) {
  const fs::path metrics = run / "metrics.jsonl";
  if (!fs::exists(metrics)) return;
  MetricsLog log = MetricsLog::read(metrics);
  cell.curve = std::move(log.epochs);
  cell.steps = std::move(log.steps);
  cell.seconds = log.seconds;
  cell.published_epoch = published_epoch(cell.curve);
  for (const EpochPoint& point : cell.curve)
    if (point.epoch == cell.published_epoch) cell.published = point.test;
}

void add_predictions(Cell& cell, const Predictions& predictions) {
  const auto& videos = predictions.video;
  cell.videos = static_cast<int64_t>(std::set<std::string>(videos.begin(), videos.end()).size());
  cell.classes = classes_json(predictions.prediction, predictions.truth, cell.provenance.scale());
  cell.draws = to_json(draw_metrics(predictions.prediction, predictions.truth, videos, kTestDraws, 1111,
                                    F1Weight::truth, cell.provenance.scale()));
}

bool holds_run(const fs::path& folder) {
  return fs::exists(folder / "config.toml") && !fs::exists(folder / "model.safetensors");
}

}  // namespace mmim
