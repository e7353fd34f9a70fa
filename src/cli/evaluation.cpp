#include "cli/evaluation.h"

#include <cmath>

#include "cli/text_table.h"
#include "core/error.h"
#include "core/files.h"
#include "kernels/cpu_kernels.h"
#include "tensor/device.h"
#include "train/encoder.h"
#include "train/predict_dataset.h"

namespace mmim {

namespace {

bool is_share(const std::string& metric) { return metric.starts_with("Acc") || metric.starts_with("F1"); }

std::string shown(double value, bool share) { return share ? decimal(100 * value, 2) : decimal(value, 4); }

int64_t whole(const Json& record, const char* key) {
  return record.contains(key) && record.at(key).is_number_integer() ? record.at(key).get<int64_t>() : 0;
}

std::string words(const Json& record, const char* key) {
  return record.contains(key) && record.at(key).is_string() ? record.at(key).get<std::string>() : "";
}

}  // namespace

Evaluation evaluate(TrainedModel& trained, const Dataset& dataset, SplitName split_name, F1Weight f1_weight,
                    torch::Device device) {
  const DatasetInfo& info = dataset.info;
  const RunConfig& config = *trained.config;
  Evaluation result;
  result.f1_weight = f1_weight;
  result.predictions = predict_dataset(trained, dataset, split_name, device);
  const Predictions& p = result.predictions;
  Report& report = result.report;
  report.metrics = score(p.prediction, p.truth, p.video, kBootstrapDraws, 1111, f1_weight);
  report.model = config.model;
  report.preset = config.preset;
  report.encoder_sha256 = words(trained.record, "encoder_sha256");
  report.encoder = encoder_name(report.encoder_sha256, words(trained.record, "encoder"));
  report.data = info.name;
  report.fingerprint = info.fingerprint;
  report.split = name(split_name);
  report.synthetic = info.synthetic || trained.data.synthetic;
  report.seed = config.seed;
  report.utterances = dataset.split(split_name).size();
  report.protocol = words(trained.record, "protocol");
  report.watermark = watermark_of(config.train.select);
  result.mark = mark_of(report.synthetic, config.train.select);
  report.best_epoch = whole(trained.record, "epoch");
  report.epochs = whole(trained.record, "epochs");
  report.machine = say_machine(device) + ", " + say_compute(trained.config->train.compute, device);
  return result;
}

Json Evaluation::to_json() const {
  Json json = report.to_json();
  json["f1_weight"] = f1_weight == F1Weight::truth ? "truth" : "prediction";
  return json;
}

std::string scorecard_table(const Scorecard& scores) {
  std::vector<std::vector<std::string>> rows{{"", "metric", "value", "", "95 % interval"}};
  for (const Score& score : scores) {
    const bool share = is_share(score.name);
    std::string interval = std::isnan(score.low) ? "-" : shown(score.low, share) + " to " + shown(score.high, share);
    rows.push_back({"", score.name, shown(score.value, share), share ? "%" : "", std::move(interval)});
  }
  return aligned(rows, "llrll");
}

std::string Evaluation::heading() const {
  std::string text =
      wrapped(report.model + " on " + report.data + ", split " + report.split + ": " + grouped(report.utterances) +
                  " utterances, seed " + std::to_string(report.seed) + ", text encoder " + report.encoder +
                  ", best epoch " + std::to_string(report.best_epoch) + " (" + report.protocol + ")",
              80, 0) +
      "\n";
  if (report.synthetic)
    text += "SYNTHETIC data in training or here: the numbers show that the program learns, nothing\nabout people\n";
  if (!report.watermark.empty()) text += wrapped("WATERMARK: " + report.watermark, 80, 0) + "\n";
  return text;
}

std::string Evaluation::table() const {
  std::string text = heading() + "\n" + scorecard_table(report.metrics) + "\n";
  text +=
      "has0: non-negative against negative; non0: positive against negative, zeros left\n"
      "out. F1 is weighted by " +
      std::string(f1_weight == F1Weight::truth ? "true" : "predicted") + " classes.\n";
  return text;
}

void Evaluation::write(const std::filesystem::path& folder) const {
  make_folder(folder);
  write_predictions(folder / "predictions.csv", predictions, mark);
  write_json(folder / "report.json", to_json());
}

}  // namespace mmim
