#include "predict/evaluation.h"

#include "core/error.h"
#include "core/files.h"
#include "core/version.h"
#include "kernels/operations.h"
#include "predict/encoder.h"
#include "predict/predict_dataset.h"
#include "predict/program.h"
#include "tensor/device.h"

namespace mmim {

namespace {

int64_t whole(const Json& record, const char* key) {
  return record.contains(key) && record.at(key).is_number_integer() ? record.at(key).get<int64_t>() : 0;
}

std::string words(const Json& record, const char* key) {
  return record.contains(key) && record.at(key).is_string() ? record.at(key).get<std::string>() : "";
}

Provenance provenance_of(const TrainedModel& trained, const DatasetInfo& info, SplitName split, torch::Device device) {
  const std::string encoder = words(trained.record, "encoder_sha256");
  return {.data = info.name,
          .fingerprint = info.fingerprint,
          .split = word(split),
          .synthetic = info.synthetic || trained.data.synthetic,
          .label = info.label,
          .labels = info.labels,
          .encoder = encoder_name(encoder, words(trained.record, "encoder")),
          .encoder_sha256 = encoder,
          .protocol = words(trained.record, "protocol"),
          .watermark = watermark_of(trained.config.train.select),
          .version = program_version(),
          .program = program_sha256(),
          .machine = say_machine(device) + ", " + say_compute(trained.config.train.compute, device),
          .configuration_sha256 = configuration_sha256(trained.config.numbers())};
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
  report.provenance = provenance_of(trained, info, split_name, device);
  report.metrics = score(p.prediction, p.truth, p.video, kBootstrapDraws, 1111, f1_weight, report.provenance.scale());
  report.model = config.model;
  report.preset = config.preset;
  report.seed = config.seed;
  report.utterances = dataset.split(split_name).size();
  report.best_epoch = whole(trained.record, "epoch");
  report.epochs = whole(trained.record, "epochs");
  report.changes = config.changes();
  for (const Tensor& parameter : trained.model->parameters()) report.parameters += parameter.numel();
  result.mark = mark_of(report.provenance.synthetic, config.train.select);
  return result;
}

Json Evaluation::to_json() const {
  Json json = report.to_json();
  json["f1_weight"] = f1_weight == F1Weight::truth ? "truth" : "prediction";
  return json;
}

void Evaluation::write_into_run(const std::filesystem::path& folder) const {
  write_predictions(folder / "predictions.csv", predictions, mark);
  write_json(folder / "report.json", to_json());
}

void Evaluation::write(const std::filesystem::path& folder) const {
  make_folder(folder);
  std::filesystem::remove(folder / "predictions.csv");
  write_json(folder / "report.json", to_json());
  write_predictions(folder / "predictions.csv", predictions, mark);
}

}  // namespace mmim
