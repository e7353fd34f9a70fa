#include <iostream>

#include "cli/arguments.h"
#include "cli/commands/commands.h"
#include "cli/look/text_table.h"
#include "core/own_folder.h"
#include "core/stop.h"
#include "experiments/search/tuner.h"
#include "tensor/device.h"

namespace mmim {
namespace fs = std::filesystem;

namespace {

struct TuneArguments {
  std::string file, output;
  SearchChanges changes;
  TunerOptions tuner;
  size_t top = 20;
  bool dry_run = false, quiet = false;
};

/// The best `top` trials; notes stand below, where they may be long.
std::string best_trials(const TrialTable& table, size_t top) {
  std::vector<std::vector<std::string>> rows{table.header()};
  for (auto& row : table.rows())
    if (rows.size() <= top) rows.push_back(std::move(row));
  std::string notes;
  for (auto& row : rows) {
    if (&row != &rows.front() && !row.back().empty()) notes += row[1] + ": " + row.back() + "\n";
    row.pop_back();
  }
  return aligned(rows, "rlrrr" + std::string(table.search.parameters.size(), 'r')) + notes;
}

/// Every trial with its values, before anything runs.
std::string planned_trials(const TrialTable& plan) {
  std::vector<std::vector<std::string>> rows{{"trial", "values"}};
  for (const Trial& trial : plan.trials) rows.push_back({trial.name, plan.values_of(trial)});
  return plan.heading() + "\n" + aligned(rows, "ll");
}

/// The best trial, and what to type next.
void say_next(const TrialTable& table, const fs::path& file, const TuneArguments& given) {
  const std::string best = table.best();
  std::cout << (best.empty() ? "no trial has a score" : best) << "\n";
  const std::string folder = given.tuner.folder.string();
  if (best.empty()) return;
  if (file.filename() != "best.toml")
    std::cerr << folder << "/best.toml was changed by hand and stays; the best trial is in " << file.string() << "\n";
  if (!given.quiet)
    std::cerr << "next: mmim train --config " << file.string() << " --output-dir " << folder << "-best\n";
}

int tune(TuneArguments given) {
  const Search search = read_search(given.file, given.changes);
  given.tuner.folder = given.output.empty() ? fs::path("runs") / search.name : fs::path(given.output);
  expect_own_folder(given.tuner.folder, FolderKind::search);
  if (given.dry_run) {
    std::cout << planned_trials(plan_search(search, given.tuner));
    return 0;
  }
  prepare_machine(0);
  Tuner tuner(search, given.tuner);
  stop_on_signals();
  if (!given.quiet) std::cerr << search.name << ": " << tuner.table().heading() << "\n";
  const bool complete = tuner.run([&](const std::string& sentence) {
    if (!given.quiet) std::cerr << tuner.done() << "/" << tuner.wanted() << " " << sentence << "\n";
  });
  const fs::path best = tuner.write();
  if (!complete) {
    std::cerr << (stop_requested ? "stopped" : "not complete") << ", with all states saved; the same command goes on\n";
    return stopped_exit_code();
  }
  const TrialTable& table = tuner.table();
  std::cout << table.data << ", text encoder " << table.encoder << (table.mark.empty() ? "" : ", " + table.mark)
            << "; score: lowest validation loss, test was not read\n"
            << best_trials(table, given.top);
  for (const fs::path& path : draw(table.figure(), given.tuner.folder / "trials")) std::cerr << path.string() << "\n";
  say_next(table, best, given);
  return 0;
}

}  // namespace

Action tune_command(CLI::App& command) {
  auto given = std::make_shared<TuneArguments>();
  command.add_option("FILE", given->file, "TOML file of a search, e.g. configs/tune/mosi_grid.toml")->required();
  command.add_option("--data", given->tuner.data, "data-set folder");
  command.add_option("--text.encoder", given->tuner.encoder,
                     "Hugging Face BERT folder, or a hub name in the local cache");
  command.add_option("--method", given->changes.method, "grid or random, instead of the file's");
  command.add_option("--trials", given->changes.trials, "of a random search")->check(CLI::PositiveNumber);
  command.add_option("--seeds", given->changes.seeds, "of each trial: --seeds 1111,1112")
      ->delimiter(',')
      ->check(are_whole_numbers());
  command.add_option("--jobs", given->tuner.jobs, "runs side by side; the cores are divided among them")
      ->check(CLI::PositiveNumber);
  command
      .add_option("--threads", given->tuner.threads,
                  "CPU threads of all runs together (default: all that it may use; `mmim version`)")
      ->check(CLI::NonNegativeNumber);
  command.add_option("--set", given->tuner.assignments, "any option of every trial: --set a.b=c")
      ->allow_extra_args(false)
      ->type_name("a.b=c");
  command.add_option("--output-dir", given->output, "folder of the search (default: runs/NAME)");
  command.add_option("--top", given->top, "trials in the table (default: 20; trials.csv has all)");
  command.add_flag("--retry", given->tuner.retry, "run again what failed");
  command.add_flag("--other-programs", given->tuner.other_programs, "go on with runs of a program of other sources");
  command.add_flag("--keep-weights", given->tuner.keep_weights, "keep best/ of every run");
  command.add_flag("--dry-run", given->dry_run, "list the trials with their values and end");
  command.add_flag("--quiet", given->quiet, "no line for each run that ends");
  return [given, &command] {
    refuse_leftovers(command);
    return tune(*given);
  };
}

}  // namespace mmim
