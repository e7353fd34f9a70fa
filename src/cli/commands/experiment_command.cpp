#include <iostream>

#include "cli/arguments.h"
#include "cli/commands/commands.h"
#include "cli/look/experiment_table.h"
#include "core/error.h"
#include "core/names.h"
#include "core/own_folder.h"
#include "core/stop.h"
#include "experiments/table/record.h"
#include "experiments/table/runner.h"
#include "results/cell_folder.h"

namespace mmim {
namespace fs = std::filesystem;

namespace {

struct ExperimentArguments {
  std::string file, output, published;
  PlanOptions plan;
  RunnerOptions runner;
  bool publish = false, keep_weights = false, robustness = false, dry_run = false, quiet = false;
};

/// Names of the cells that failed.
std::vector<std::string> failed(const std::vector<CellStatus>& cells) {
  std::vector<std::string> names;
  for (const CellStatus& status : cells)
    if (status.state == CellStatus::State::failed) names.push_back(status.plan.name);
  return names;
}

int run_experiment(ExperimentArguments given) {
  if (given.file.empty()) throw UsageError("FILE is missing: the TOML file of an experiment");
  ExperimentFile experiment = read_experiment(given.file);
  experiment.keep_weights = experiment.keep_weights || given.keep_weights;
  experiment.robustness = experiment.robustness || given.robustness;
  given.runner.folder = given.output.empty() ? fs::path("runs") / experiment.name : fs::path(given.output);
  expect_own_folder(given.runner.folder, FolderKind::experiment);
  if (given.publish && !holds_cells(given.published)) expect_own_folder(given.published, FolderKind::experiment);
  const auto plans = plan_cells(experiment, given.plan);
  if (given.dry_run) {
    std::cout << plan_table(plans);
    if (any_synthetic(plans)) std::cerr << kSyntheticCells << "\n";
    return 0;
  }
  given.runner.published = given.published;
  Runner runner(experiment, plans, given.runner);
  const ExperimentRecord record = record_of(experiment, plans);
  write_experiment_record(given.runner.folder, record);
  stop_on_signals();
  ExperimentTable table(experiment, given.runner.jobs, runner.threads_each(), given.quiet);
  table.notes(runner.notes());
  const bool complete = runner.run([&](const std::vector<CellStatus>& cells) { table.show(cells); });
  table.end(runner.cells());
  if (given.publish) publish_cells(record, runner.cells(), given.published);
  if (!complete) {
    std::cerr << (stop_requested ? "stopped" : "not complete") << ", with all states saved; the same command goes on\n";
    return stopped_exit_code();
  }
  const std::vector<std::string> without_numbers = failed(runner.cells());
  if (!without_numbers.empty())
    std::cerr << "mmim: " << without_numbers.size() << (without_numbers.size() == 1 ? " cell has" : " cells have")
              << " failed: " << listing(without_numbers) << "; --retry runs what failed again\n";
  if (!given.quiet)
    std::cerr << "`mmim report " << given.runner.folder.string() << "` writes the tables"
              << (any_synthetic(plans) ? std::string("; ") + kSyntheticCells : "") << "\n";
  return without_numbers.empty() ? 0 : 1;
}

}  // namespace

Action experiment_command(CLI::App& command) {
  auto given = std::make_shared<ExperimentArguments>();
  command.add_option("FILE", given->file, "TOML file of an experiment, e.g. configs/table2_mosi.toml");
  command.add_option("--data", given->plan.data, "data-set folder; may be given several times")
      ->allow_extra_args(false);
  command.add_option("--text.encoder", given->plan.encoder,
                     "Hugging Face BERT folder, or a hub name in the local cache");
  command.add_option("--jobs", given->runner.jobs, "cells side by side; the cores are divided among them")
      ->check(CLI::PositiveNumber);
  command
      .add_option("--threads", given->runner.threads,
                  "CPU threads of all cells together (default: all that it may use; `mmim version`)")
      ->check(CLI::NonNegativeNumber);
  command.add_option("--seeds", given->plan.seeds, "instead of the file's: --seeds 1111,1112")
      ->delimiter(',')
      ->check(are_whole_numbers());
  command.add_option("--row", given->plan.rows, "only this row; may be given several times")->allow_extra_args(false);
  command.add_option("--set", given->plan.assignments, "any option of every cell: --set a.b=c")
      ->allow_extra_args(false)
      ->type_name("a.b=c");
  command.add_option("--output-dir", given->output, "folder of the experiment (default: runs/NAME)");
  CLI::Option* published =
      command.add_option("--published", given->published, "folder of finished cells that are taken where they agree");
  command.add_flag("--publish", given->publish, "also write finished cells into that folder")->needs(published);
  command.add_flag("--other-programs", given->runner.other_programs,
                   "take finished cells of programs with other sources; tables say so");
  command.add_flag("--retry", given->runner.retry, "run cells again that failed");
  command.add_flag("--keep-weights", given->keep_weights, "keep best/ of every cell");
  command.add_flag("--robustness", given->robustness,
                   "also test metrics with modalities missing; of finished cells where their weights were kept");
  command.add_flag("--dry-run", given->dry_run, "list the cells and end");
  command.add_flag("--quiet", given->quiet, "print nothing but errors");
  return [given, &command] {
    refuse_leftovers(command);
    return run_experiment(*given);
  };
}

}  // namespace mmim
