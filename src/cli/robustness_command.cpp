#include <unistd.h>

#include <cstdio>
#include <iostream>

#include "cli/arguments.h"
#include "cli/commands.h"
#include "cli/evaluation.h"
#include "cli/robustness_table.h"
#include "core/json.h"
#include "experiments/robustness.h"
#include "tensor/device.h"
#include "train/run.h"

namespace mmim {

namespace {

struct RobustnessArguments {
  std::string model, data, split = "test", metric = "MAE", output, device = "auto";
  RobustnessOptions options;
  int threads = 0;
  bool json = false, quiet = false;
};

/// A line on a terminal that counts passes and goes away with the last.
void show_passes(int64_t done, int64_t total) {
  std::fprintf(stderr, "\r\033[Kpass %lld of %lld over the split", static_cast<long long>(done),
               static_cast<long long>(total));
  if (done == total) std::fprintf(stderr, "\r\033[K");
}

int run(RobustnessArguments& given) {
  const SplitName split = split_of(given.split);
  const std::string metric_name = metric(given.metric).name;
  prepare_machine(given.threads);
  const torch::Device device = device_of(given.device);
  TrainedModel trained = load_model(given.model, device);
  DataOptions data = trained.config->data;
  if (!given.data.empty()) data.folder = given.data;
  const Dataset dataset = open_data(data);
  if (!given.quiet && ::isatty(STDERR_FILENO) != 0) given.options.on_pass = show_passes;
  const Evaluation evaluation = evaluate(trained, dataset, split, F1Weight::truth, device);
  Json json = evaluation.to_json();
  json["robustness"] = robustness(trained, dataset, split, device, given.options);
  if (!given.output.empty()) write_json(given.output, json);
  if (given.json) std::cout << json.dump(2) << "\n";
  if (!given.json && !given.quiet)
    std::cout << evaluation.heading() << robustness_table(json["robustness"], metric_name);
  return 0;
}

}  // namespace

Action robustness_command(CLI::App& command) {
  auto given = std::make_shared<RobustnessArguments>();
  command.add_option("MODEL", given->model, "run folder or model folder")->required();
  command.add_option("DATA", given->data, "data-set folder (default: the data the model was trained on)");
  command.add_option("--split", given->split, "train, valid or test (default)");
  command.add_option("--metric", given->metric, "of the table: MAE (default), Corr, Acc-7, ... ; files have them all");
  command.add_option("--draws", given->options.draws, "of the utterances that lack a modality (default: 10)")
      ->check(CLI::Range(1, 100000));
  command
      .add_option("--row-draws", given->options.row_draws,
                  "of the rows that are missing (default: 3); each costs 27 passes over the split; 0: none")
      ->check(CLI::Range(0, 1000));
  command.add_option("--seed", given->options.seed, "of all draws (default: 1111)");
  command.add_option("--output", given->output, "JSON file: the report of the split and all curves");
  command.add_flag("--json", given->json, "print that JSON");
  command.add_flag("--quiet", given->quiet, "print nothing but errors");
  command.add_option("--device", given->device, "auto (default), cpu, cuda or cuda:N");
  command.add_option("--threads", given->threads, "CPU threads (default: all cores)")->check(CLI::Range(0, 4096));
  return [given, &command] {
    refuse_leftovers(command);
    return run(*given);
  };
}

}  // namespace mmim
