#include "cli/commands/model_on_data.h"

#include <iostream>

#include "predict/open_data.h"
#include "predict/run.h"
#include "results/unfinished.h"
#include "tensor/device.h"

namespace mmim {

namespace {

torch::Device prepared(const ModelOnDataArguments& given) {
  prepare_machine(given.threads);
  return device_of(given.device);
}

Dataset opened(const ModelOnDataArguments& given, const TrainedModel& trained) {
  DataOptions data = trained.config.data;
  if (!given.data.empty()) data.folder = given.data;
  return open_data(data);
}

}  // namespace

void ModelOnDataArguments::add_subject(CLI::App& command) {
  command.add_option("MODEL", model, "run folder or model folder")->required();
  command.add_option("DATA", data, "data-set folder (default: the data the model was trained on)");
  command.add_option("--split", split, "train, valid or test (default)");
}

void ModelOnDataArguments::add_surroundings(CLI::App& command, const std::string& of_json) {
  command.add_flag("--json", json, of_json);
  command.add_flag("--quiet", quiet, "print nothing but errors");
  command.add_option("--device", device, "auto (default), cpu, cuda or cuda:N");
  command.add_option("--threads", threads, "CPU threads (default: all that it may use; `mmim version`)")
      ->check(CLI::Range(0, 4096));
}

ModelOnData::ModelOnData(const ModelOnDataArguments& given)
    : split(split_of(given.split)),
      device(prepared(given)),
      trained(load_model(given.model, device)),
      dataset(opened(given, trained)) {
  const std::string unfinished = say_unfinished(given.model);
  if (!given.quiet && !unfinished.empty()) std::cerr << "mmim: " << unfinished << "\n";
}

Evaluation ModelOnData::evaluated(F1Weight f1_weight) { return evaluate(trained, dataset, split, f1_weight, device); }

}  // namespace mmim
