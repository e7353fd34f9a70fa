#include <iostream>
#include <memory>

#include "cli/arguments.h"
#include "cli/commands/commands.h"
#include "cli/look/terminal.h"
#include "cli/look/text_table.h"
#include "cli/source_arguments.h"
#include "corpus/inspect.h"

namespace mmim {

namespace {

constexpr size_t kInspectionHead = 14;  // columns before what a line of render_inspection() says

struct InspectArguments {
  std::string path;
  SourceArguments reading;
  bool json = false;
};

}  // namespace

Action inspect_command(CLI::App& command) {
  const auto arguments = std::make_shared<InspectArguments>();
  command.add_option("PATH", arguments->path, "file or folder")->required();
  add_source_arguments(command, arguments->reading);
  command.add_flag("--json", arguments->json, "print one JSON object");
  return [arguments, &command] {
    refuse_leftovers(command);
    const Json report =
        inspect(arguments->path, arguments->reading.layout, arguments->reading.labels, arguments->reading.table);
    std::cout << (arguments->json ? report.dump(2, ' ', false, Json::error_handler_t::replace) + "\n"
                                  : wrapped_lines(render_inspection(report), output_columns(), kInspectionHead));
    return 0;
  };
}

}  // namespace mmim
