#include "predict/evaluation.h"

#include "core/error.h"
#include "core/files.h"
#include "kernels/on_cpu/threads.h"
#include "predict/encoder.h"
#include "predict/predict_dataset.h"
#include "tensor/device.h"

namespace mmim {

namespace {

int64_t whole(const Json& record, const char* key) {
  return record.contains(key) && record.at(key).is_number_integer() ? record.at(key).get<int64_t>() : 0;
}

std::string words(const Json& record, const char* key) {
  return record.contains(key) && record.at(key).is_string() ? record.at(key).get<std::string>() : "";
}

}  // namespace

Evaluation evaluate(const TrainedModel& trained, const Dataset& dataset, SplitName split_name, F1Weight f1_weight,
                    torch::Device device) {
  const DatasetInfo& info = dataset.info;
  const RunConfig& config = trained.config;
  Evaluation result;
  result.f1_weight = f1_weight;
  result.predictions = predict_dataset(trained, dataset, split_name, device);
  const Predictions& p = result.predictions;
  RunReport& report = result.report;
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
  report.machine = say_machine(device) + ", " + say_compute(trained.config.train.compute, device);
  report.changes = config.changes();
  return result;
}

Json Evaluation::to_json() const {
  Json json = report.to_json();
  json["f1_weight"] = f1_weight == F1Weight::truth ? "truth" : "prediction";
  return json;
}

void Evaluation::write(const std::filesystem::path& folder) const {
  make_folder(folder);
  write_predictions(folder / "predictions.csv", predictions, mark);
  write_json(folder / "report.json", to_json());
}

}  // namespace mmim
