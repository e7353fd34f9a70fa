#include <unistd.h>

#include <algorithm>
#include <iostream>

#include "cli/arguments.h"
#include "cli/commands/commands.h"
#include "cli/look/report_text.h"
#include "cli/look/terminal.h"
#include "core/error.h"
#include "core/files.h"
#include "core/names.h"
#include "core/own_folder.h"
#include "predict/config.h"
#include "report/files.h"
#include "report/forms/markdown_report.h"
#include "results/cell_folder.h"
#include "results/runs.h"

namespace mmim {
namespace fs = std::filesystem;

namespace {

struct ReportArguments {
  std::vector<std::string> folders;
  std::string output, output_dir;
  ReportOptions options;
  bool no_cases = false;
};

/// What older programs did not write into the report of a run.
void fill_from_configuration(Cell& run) {
  if (!run.provenance.configuration_sha256.empty()) return;
  const std::string file = (fs::path(run.name) / "config.toml").string();
  run.provenance.configuration_sha256 = configuration_sha256(RunConfig::stored(read_toml(file), file).numbers());
}

/// Finished run folders, and those in folders, as the cells of one report.
CellFolder cells_of_runs(const std::vector<std::string>& places) {
  RunCells runs = read_runs({places.begin(), places.end()}, changes_of);
  for (Cell& run : runs.cells) fill_from_configuration(run);
  CellFolder all;
  all.title = "Results";
  all.cells = std::move(runs.cells);
  all.cases = std::move(runs.cases);
  all.left_out = std::move(runs.left_out);
  all.superseded = std::move(runs.superseded);
  return all;
}

/// One line for what lies in the folders and is no part of the report.
void say_left_out(const CellFolder& folder, bool runs) {
  for (const std::string& sentence : folder.superseded) std::cerr << sentence << "\n";
  if (folder.left_out.empty()) return;
  std::cerr << (runs ? "no finished run, left out: " : "no cell, left out: ") << listing(folder.left_out) << "\n";
}

/// Where all forms of the report go is new, empty, a report's, or among what the report is of.
void expect_report_folder(const fs::path& target, const std::vector<std::string>& folders) {
  std::error_code code;
  const bool read = std::any_of(folders.begin(), folders.end(),
                                [&](const std::string& one) { return fs::equivalent(one, target, code); });
  if (read && !holds_run(target)) return expect_free_names(target, FolderKind::report);
  if (is_of_kind(target, FolderKind::experiment))
    throw UsageError(target.string() +
                     ": is the folder of an experiment, whose own report would be replaced; name a "
                     "new or empty folder");
  expect_own_folder(target, FolderKind::report);
}

/// What the command line says over the folder's record.
ReportOptions options_over(ReportOptions given, const CellFolder& folder) {
  if (given.title.empty()) given.title = folder.title;
  const auto is_there = [&](const Cell& cell) { return cell.row == folder.baseline; };
  if (given.baseline.empty() && std::any_of(folder.cells.begin(), folder.cells.end(), is_there))
    given.baseline = folder.baseline;
  given.order = folder.order;
  for (const std::string& sentence : folder.superseded) given.marks.push_back(sentence + ".");
  if (!folder.open.empty())
    given.marks.push_back("This experiment has not come to its end: " + std::to_string(folder.open.size()) +
                          (folder.open.size() == 1 ? " of its cells is open (" : " of its cells are open (") +
                          listing(folder.open) + ").");
  return given;
}

/// All forms of the report of an experiment's folder, or the one that was asked for.
void write_forms(const fs::path& target, const Report& report, const Json& cases) {
  for (const std::string& name : write_report(report, cases, target)) std::cout << (target / name).string() << "\n";
  for (const std::string& mark : report.marks) std::cout << mark << "\n";
  if (!cases.is_null()) std::cout << "report.html shows texts and labels of the data: do not publish it.\n";
}

/// A report is of folders: says what a file is, and what a search has instead.
void expect_folder(const std::string& place) {
  std::error_code code;
  if (is_of_kind(place, FolderKind::search))
    throw UsageError(place + ": is the folder of a search, whose table is trials.csv; `mmim train --config " + place +
                     "/best.toml` makes a run that can be reported");
  if (!fs::is_regular_file(place, code)) return;
  const std::string what = place + ": is a file, and a report is of folders";
  if (fs::path(place).extension() != ".toml") throw UsageError(what + " of runs or experiments");
  const Json tree = read_toml(place);
  if (tree.contains("search")) throw UsageError(what + "; it describes a search, which `mmim tune " + place + "` runs");
  if (tree.contains("row"))
    throw UsageError(what + "; it describes an experiment, which `mmim experiment " + place +
                     "` runs in a folder that can be reported");
  throw UsageError(what + "; `mmim train --config " + place + "` makes a run of it");
}

int report(const ReportArguments& given) {
  std::for_each(given.folders.begin(), given.folders.end(), expect_folder);
  const auto experiments = std::count_if(given.folders.begin(), given.folders.end(), holds_cells);
  const bool runs = experiments == 0, one_file = !given.output.empty(), folder = !given.output_dir.empty();
  if (!runs && static_cast<size_t>(experiments) < given.folders.size())
    throw UsageError("some of these folders are experiments and some are runs; a report is of the ones or the others");
  if (experiments > 1 && !folder && !one_file)
    throw UsageError("of several folders, where does the report go? give --output-dir or --output");
  const bool forms = folder || (!runs && !one_file);
  const fs::path target = folder ? given.output_dir : given.folders.front();
  if (one_file) expect_file(given.output);
  if (forms) expect_report_folder(target, given.folders);
  const CellFolder all =
      runs ? cells_of_runs(given.folders) : read_cell_folders({given.folders.begin(), given.folders.end()});
  say_left_out(all, runs);
  const Report report = report_of(all.cells, options_over(given.options, all));
  if (one_file) write_file_atomically(given.output, report_markdown(report));
  if (runs && !one_file && !folder) {
    const auto columns = terminal_columns(STDOUT_FILENO);
    std::cout << (columns ? report_text(report, *columns) : report_markdown(report));
  }
  if (forms) write_forms(target, report, given.no_cases ? Json() : all.cases);
  return 0;
}

}  // namespace

Action report_command(CLI::App& command) {
  auto given = std::make_shared<ReportArguments>();
  command.add_option("FOLDER", given->folders, "an experiment's folder, or finished run folders, or folders of these")
      ->required();
  command.add_option("--output", given->output,
                     "Markdown file (default, of runs: standard output, where a terminal shows the means alone)");
  command.add_option("--output-dir", given->output_dir,
                     "where all forms of the report go (default, of an experiment: its folder)");
  command.add_option("--baseline", given->options.baseline, "row that the others are compared with");
  command.add_option("--title", given->options.title, "of the report");
  command.add_flag("--no-cases", given->no_cases, "leave out utterances, though the folder has some (cases.json)");
  return [given, &command] {
    refuse_leftovers(command);
    return report(*given);
  };
}

}  // namespace mmim
