#include <iostream>

#include "cli/arguments.h"
#include "cli/commands.h"
#include "cli/evaluation.h"
#include "cli/run_folder.h"
#include "core/error.h"
#include "tensor/device.h"
#include "train/run.h"

namespace mmim {
namespace fs = std::filesystem;

namespace {

struct EvaluateArguments {
  std::string model, data, split = "test", output, f1_weight = "truth", device = "auto";
  int threads = 0;
  bool json = false, quiet = false;
};

/// In the run's folder when MODEL is a run, else in the current one.
fs::path output_folder(const EvaluateArguments& given, const Evaluation& evaluation) {
  if (!given.output.empty()) return given.output;
  const std::string folder = "evaluate-" + file_word(evaluation.report.data) + "-" + evaluation.report.split;
  return holds_run(given.model) ? fs::path(given.model) / folder : fs::path(folder);
}

int run(const EvaluateArguments& given) {
  const SplitName split = split_of(given.split);
  if (given.f1_weight != "truth" && given.f1_weight != "prediction")
    throw UsageError("--f1-weight `" + given.f1_weight + "` is neither truth nor prediction");
  prepare_machine(given.threads);
  const torch::Device device = device_of(given.device);
  TrainedModel trained = load_model(given.model, device);
  DataOptions data = trained.config->data;
  if (!given.data.empty()) data.folder = given.data;
  const Dataset dataset = open_data(data);
  const Evaluation evaluation =
      evaluate(trained, dataset, split, given.f1_weight == "truth" ? F1Weight::truth : F1Weight::prediction, device);
  const fs::path folder = output_folder(given, evaluation);
  evaluation.write(folder);
  if (given.json) std::cout << evaluation.to_json().dump(2) << "\n";
  if (given.json || given.quiet) return 0;
  std::cout << evaluation.table();
  std::cerr << "report.json and predictions.csv are in " << folder.string() << "\n";
  return 0;
}

}  // namespace

Action evaluate_command(CLI::App& command) {
  auto given = std::make_shared<EvaluateArguments>();
  command.add_option("MODEL", given->model, "run folder or model folder")->required();
  command.add_option("DATA", given->data, "data-set folder (default: the data the model was trained on)");
  command.add_option("--split", given->split, "train, valid or test (default)");
  command.add_option("--f1-weight", given->f1_weight,
                     "classes that weight F1: truth (default) or prediction (MulT and MMIM as published)");
  command.add_option("--output-dir", given->output,
                     "for report.json and predictions.csv (default: evaluate-DATA-SPLIT in the run folder)");
  command.add_flag("--json", given->json, "print one JSON object: metrics.MAE.value and so on");
  command.add_flag("--quiet", given->quiet, "print nothing but errors");
  command.add_option("--device", given->device, "auto (default), cpu, cuda or cuda:N");
  command.add_option("--threads", given->threads, "CPU threads (default: all cores)")->check(CLI::Range(0, 4096));
  return [given, &command] {
    refuse_leftovers(command);
    return run(*given);
  };
}

}  // namespace mmim
