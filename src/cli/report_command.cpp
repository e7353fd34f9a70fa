#include <iostream>

#include "cli/arguments.h"
#include "cli/commands.h"
#include "core/files.h"
#include "experiments/results_page.h"

namespace mmim {

namespace {

struct ReportArguments {
  std::vector<std::string> runs;
  std::string output;
};

int report(const ReportArguments& given) {
  std::vector<RunResult> results;
  for (const std::string& run : given.runs) results.push_back(read_run_result(run));
  const std::string page = results_page(results);
  if (given.output.empty())
    std::cout << page;
  else
    write_file_atomically(given.output, page);
  return 0;
}

}  // namespace

Action report_command(CLI::App& command) {
  auto given = std::make_shared<ReportArguments>();
  command.add_option("RUN", given->runs, "finished run folders")->required();
  command.add_option("--output", given->output, "Markdown file (default: standard output)");
  return [given, &command] {
    refuse_leftovers(command);
    return report(*given);
  };
}

}  // namespace mmim
