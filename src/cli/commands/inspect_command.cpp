#include <iostream>
#include <memory>

#include "cli/arguments.h"
#include "cli/commands/commands.h"
#include "cli/look/terminal.h"
#include "cli/look/text_table.h"
#include "cli/source_arguments.h"
#include "core/error.h"
#include "corpus/inspect.h"

namespace mmim {

namespace {

constexpr size_t kInspectionHead = 14;  // columns before what a line of render_inspection() says

struct InspectArguments {
  std::string path;
  SourceArguments reading;
  bool json = false;
};

/// The first option of reading that was given and would change nothing of an imported data set; or "".
std::string given_in_vain(const SourceArguments& reading) {
  if (!reading.rows.given().empty()) return reading.rows.given();
  return reading.labels.empty() ? reading.table.given() : "--labels";
}

Json inspected(const std::string& path, const SourceArguments& reading) {
  const bool imported = reading.layout.empty() && std::filesystem::exists(std::filesystem::path(path) / "dataset.json");
  if (const std::string given = given_in_vain(reading); imported && !given.empty())
    throw UsageError(given + ": " + path + " is an imported data set, which was read and stays as it is");
  if (reading.rows.given().empty()) return inspect(path, reading.layout, reading.labels, reading.table);
  return inspect(*with_rows(open_source(path, reading.layout, reading.labels, reading.table), reading.rows), path);
}

}  // namespace

Action inspect_command(CLI::App& command) {
  const auto arguments = std::make_shared<InspectArguments>();
  command.add_option("PATH", arguments->path, "file or folder")->required();
  add_source_arguments(command, arguments->reading);
  add_row_arguments(command, arguments->reading.rows);
  command.add_flag("--json", arguments->json, "print one JSON object");
  return [arguments, &command] {
    refuse_leftovers(command);
    const Json report = inspected(arguments->path, arguments->reading);
    std::cout << (arguments->json ? report.dump(2, ' ', false, Json::error_handler_t::replace) + "\n"
                                  : wrapped_lines(render_inspection(report), output_columns(), kInspectionHead));
    return 0;
  };
}

}  // namespace mmim
