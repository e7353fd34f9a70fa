#include <iostream>

#include "cli/arguments.h"
#include "cli/commands/commands.h"
#include "cli/commands/model_on_data.h"
#include "cli/look/scorecard.h"
#include "core/error.h"
#include "core/own_folder.h"

namespace mmim {
namespace fs = std::filesystem;

namespace {

struct EvaluateArguments : ModelOnDataArguments {
  std::string output, f1_weight = "truth";
};

/// In the run's folder when MODEL is a run, else in the current one.
fs::path output_folder(const EvaluateArguments& given, const ModelOnData& subject) {
  if (!given.output.empty()) return given.output;
  const std::string folder = "evaluate-" + file_word(subject.dataset.info.name) + "-" + word(subject.split);
  return holds_run(given.model) ? fs::path(given.model) / folder : fs::path(folder);
}

int run(const EvaluateArguments& given) {
  if (given.f1_weight != "truth" && given.f1_weight != "prediction")
    throw UsageError("--f1-weight `" + given.f1_weight + "` is neither truth nor prediction");
  if (!given.output.empty()) expect_own_folder(given.output, FolderKind::evaluation);
  ModelOnData subject(given);
  const fs::path folder = output_folder(given, subject);
  expect_own_folder(folder, FolderKind::evaluation);
  const Evaluation evaluation = subject.evaluated(given.f1_weight == "truth" ? F1Weight::truth : F1Weight::prediction);
  evaluation.write(folder);
  if (given.json) std::cout << evaluation.to_json().dump(2) << "\n";
  if (given.json || given.quiet) return 0;
  std::cout << table_of(evaluation);
  std::cerr << "report.json and predictions.csv are in " << folder.string() << "\n";
  return 0;
}

}  // namespace

Action evaluate_command(CLI::App& command) {
  auto given = std::make_shared<EvaluateArguments>();
  given->add_subject(command);
  command.add_option("--f1-weight", given->f1_weight,
                     "classes that weight F1: truth (default) or prediction (MulT and MMIM as published)");
  command.add_option("--output-dir", given->output,
                     "for report.json and predictions.csv (default: evaluate-DATA-SPLIT in the run folder)");
  given->add_surroundings(command, "print one JSON object: metrics.MAE.value and so on");
  return [given, &command] {
    refuse_leftovers(command);
    return run(*given);
  };
}

}  // namespace mmim
