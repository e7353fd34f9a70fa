#include <algorithm>
#include <iostream>

#include "cli/arguments.h"
#include "cli/commands/commands.h"
#include "core/error.h"
#include "core/files.h"
#include "core/names.h"
#include "predict/config.h"
#include "report/files.h"
#include "report/forms/markdown_report.h"
#include "results/cell_folder.h"
#include "results/run_report.h"

namespace mmim {
namespace fs = std::filesystem;

namespace {

struct ReportArguments {
  std::vector<std::string> folders;
  std::string output, output_dir;
  ReportOptions options;
  bool no_cases = false;
};

/// Finished run folders as the cells of one report.
CellFolder cells_of_runs(const std::vector<std::string>& runs) {
  CellFolder all;
  all.title = "Results";
  for (const fs::path run : runs) {
    all.cells.push_back(read_run(run, changes_of));
    if (const fs::path file = run / "predictions.csv"; fs::exists(file))
      add_predictions(all.cells.back(), read_predictions(file));
  }
  return all;
}

/// What the command line says over the folder's record.
ReportOptions options_over(ReportOptions given, const CellFolder& folder) {
  if (given.title.empty()) given.title = folder.title;
  const auto is_there = [&](const Cell& cell) { return cell.row == folder.baseline; };
  if (given.baseline.empty() && std::any_of(folder.cells.begin(), folder.cells.end(), is_there))
    given.baseline = folder.baseline;
  given.order = folder.order;
  if (!folder.open.empty())
    given.marks.push_back("This experiment has not come to its end: " + std::to_string(folder.open.size()) +
                          (folder.open.size() == 1 ? " of its cells is open (" : " of its cells are open (") +
                          listing(folder.open) + ").");
  return given;
}

/// All forms of the report of an experiment's folder, or the one that was asked for.
void write_forms(const ReportArguments& given, const Report& report, const Json& cases) {
  const fs::path target = given.output_dir.empty() ? given.folders.front() : given.output_dir;
  for (const std::string& name : write_report(report, cases, target)) std::cout << (target / name).string() << "\n";
  for (const std::string& mark : report.marks) std::cout << mark << "\n";
  if (!cases.is_null()) std::cout << "report.html shows texts and labels of the data: do not publish it.\n";
}

int report(const ReportArguments& given) {
  const auto experiments = std::count_if(given.folders.begin(), given.folders.end(), holds_cells);
  const bool runs = experiments == 0, one_file = !given.output.empty(), folder = !given.output_dir.empty();
  if (!runs && static_cast<size_t>(experiments) < given.folders.size())
    throw UsageError("some of these folders are experiments and some are runs; a report is of the ones or the others");
  if (experiments > 1 && !folder && !one_file)
    throw UsageError("of several folders, where does the report go? give --output-dir or --output");
  const CellFolder all =
      runs ? cells_of_runs(given.folders) : read_cell_folders({given.folders.begin(), given.folders.end()});
  const Report report = report_of(all.cells, options_over(given.options, all));
  if (one_file) write_file_atomically(given.output, report_markdown(report));
  if (runs && !one_file && !folder) std::cout << report_markdown(report);
  if (folder || (!runs && !one_file)) write_forms(given, report, given.no_cases ? Json() : all.cases);
  return 0;
}

}  // namespace

Action report_command(CLI::App& command) {
  auto given = std::make_shared<ReportArguments>();
  command.add_option("FOLDER", given->folders, "an experiment's folder, or finished run folders")->required();
  command.add_option("--output", given->output, "Markdown file (default, of runs: standard output)");
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
