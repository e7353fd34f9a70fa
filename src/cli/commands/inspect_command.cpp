#include <iostream>
#include <memory>

#include "cli/arguments.h"
#include "cli/commands/commands.h"
#include "corpus/inspect.h"

namespace mmim {

namespace {

struct InspectArguments {
  std::string path, layout, labels;
  bool json = false;
};

}  // namespace

Action inspect_command(CLI::App& command) {
  const auto arguments = std::make_shared<InspectArguments>();
  command.add_option("PATH", arguments->path, "file or folder")->required();
  command.add_option("--layout", arguments->layout, "read it as this layout (default: the one it is of)");
  command.add_option("--labels", arguments->labels, "label CSV (mult) or listing of folds (csd) that lies elsewhere");
  command.add_flag("--json", arguments->json, "print one JSON object");
  return [arguments, &command] {
    refuse_leftovers(command);
    const Json report = inspect(arguments->path, arguments->layout, arguments->labels);
    std::cout << (arguments->json ? report.dump(2, ' ', false, Json::error_handler_t::replace) + "\n"
                                  : render_inspection(report));
    return 0;
  };
}

}  // namespace mmim
