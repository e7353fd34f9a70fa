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
#include "report/report.h"
#include "report/results_page.h"
#include "results/cell_folder.h"

namespace mmim {
namespace fs = std::filesystem;

namespace {

struct ReportArguments {
  std::vector<std::string> folders;
  std::string output, output_dir;
  ReportOptions options;
  bool no_cases = false;
};

int report_runs(const ReportArguments& given) {
  std::vector<RunResult> results;
  for (const std::string& run : given.folders) results.push_back(read_run_result(run, changes_of));
  if (!given.output_dir.empty() || !given.options.baseline.empty() || !given.options.title.empty())
    throw UsageError("--output-dir, --baseline and --title are for folders of experiments");
  const std::string page = results_page(results);
  if (given.output.empty())
    std::cout << page;
  else
    write_file_atomically(given.output, page);
  return 0;
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

int report_experiment(const ReportArguments& given) {
  if (given.folders.size() > 1 && given.output_dir.empty() && given.output.empty())
    throw UsageError("of several folders, where does the report go? give --output-dir or --output");
  CellFolder folder = read_cell_folders({given.folders.begin(), given.folders.end()});
  const Json report = experiment_report(folder.cells, options_over(given.options, folder));
  if (!given.output.empty()) write_file_atomically(given.output, report_markdown(report));
  if (!given.output.empty() && given.output_dir.empty()) return 0;
  const fs::path target = given.output_dir.empty() ? given.folders.front() : given.output_dir;
  const Json cases = given.no_cases ? Json() : folder.cases;
  for (const std::string& name : write_report(report, cases, target)) std::cout << (target / name).string() << "\n";
  for (const Json& mark : report.at("marks")) std::cout << mark.get<std::string>() << "\n";
  if (!cases.is_null()) std::cout << "report.html shows texts and labels of the data: do not publish it.\n";
  return 0;
}

int report(const ReportArguments& given) {
  const auto experiments = std::count_if(given.folders.begin(), given.folders.end(), holds_cells);
  if (experiments == 0) return report_runs(given);
  if (static_cast<size_t>(experiments) < given.folders.size())
    throw UsageError("some of these folders are experiments and some are runs; a report is of the ones or the others");
  return report_experiment(given);
}

}  // namespace

Action report_command(CLI::App& command) {
  auto given = std::make_shared<ReportArguments>();
  command.add_option("FOLDER", given->folders, "an experiment's folder, or finished run folders")->required();
  command.add_option("--output", given->output, "Markdown file (default, of runs: standard output)");
  command.add_option("--output-dir", given->output_dir, "where an experiment's report goes (default: its folder)");
  command.add_option("--baseline", given->options.baseline, "row that the others are compared with");
  command.add_option("--title", given->options.title, "of an experiment's report");
  command.add_flag("--no-cases", given->no_cases, "leave out utterances, though the folder has some (cases.json)");
  return [given, &command] {
    refuse_leftovers(command);
    return report(*given);
  };
}

}  // namespace mmim
