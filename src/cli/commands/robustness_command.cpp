#include <unistd.h>

#include <algorithm>
#include <iostream>

#include "cli/arguments.h"
#include "cli/commands/commands.h"
#include "cli/commands/model_on_data.h"
#include "cli/look/robustness_table.h"
#include "cli/look/scorecard.h"
#include "cli/look/terminal.h"
#include "core/error.h"
#include "core/json.h"
#include "core/names.h"
#include "core/own_folder.h"
#include "core/sentence.h"
#include "experiments/analyses/robustness.h"

namespace mmim {

namespace {

struct RobustnessArguments : ModelOnDataArguments {
  std::string metric = "MAE", output;
  RobustnessOptions options;
};

/// The metric of the table. UsageError when it means nothing on the scale of the labels.
void check_metric(const std::string& name, const DatasetInfo& info) {
  const LabelRange range = info.labels;
  std::vector<std::string> known;
  for (const Metric& metric : metrics(scale_of(range))) known.push_back(metric.name);
  if (std::find(known.begin(), known.end(), name) == known.end())
    throw UsageError("--metric " + name + ": means nothing for labels from " + say(range) + "; there are " +
                     listing(known));
}

int run(RobustnessArguments& given) {
  const std::string metric_name = metric(given.metric).name;
  if (!given.output.empty()) expect_file(given.output);
  ModelOnData subject(given);
  check_metric(metric_name, subject.dataset.info);
  MovingLine line;
  if (!given.quiet && ::isatty(STDERR_FILENO) != 0)
    given.options.on_pass = [&](int64_t done, int64_t total) {
      line.show(sentence("pass {} of {} over the split", done, total));
    };
  const Evaluation evaluation = subject.evaluated();
  Json json = evaluation.to_json();
  json["robustness"] = robustness(subject.trained, subject.dataset, subject.split, subject.device, given.options);
  line.clear();
  if (!given.output.empty()) write_json(given.output, json);
  if (given.json) std::cout << json.dump(2) << "\n";
  if (!given.json && !given.quiet)
    std::cout << heading_of(evaluation) << robustness_table(json["robustness"], metric_name);
  return 0;
}

}  // namespace

Action robustness_command(CLI::App& command) {
  auto given = std::make_shared<RobustnessArguments>();
  given->add_subject(command);
  command.add_option("--metric", given->metric, "of the table: MAE (default), Corr, Acc-7, ... ; files have them all");
  command.add_option("--draws", given->options.draws, "of the utterances that lack a modality (default: 10)")
      ->check(CLI::Range(1, 100000));
  command
      .add_option("--row-draws", given->options.row_draws,
                  "of the rows that are missing (default: 10); each costs 27 passes over the split; 0: none")
      ->check(CLI::Range(0, 1000));
  command.add_option("--seed", given->options.seed, "of all draws (default: 1111)");
  command.add_option("--output", given->output, "JSON file: the report of the split and all curves");
  given->add_surroundings(command, "print that JSON");
  return [given, &command] {
    refuse_leftovers(command);
    return run(*given);
  };
}

}  // namespace mmim
