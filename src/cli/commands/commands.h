#pragma once
#include <CLI/CLI.hpp>
#include <functional>
#include <string>
#include <vector>

namespace mmim {

/// What a sub-command does once its arguments are parsed; the result is the exit code. Errors are thrown.
using Action = std::function<int()>;

/// Each adds its arguments to `command` and returns its action, which owns what the arguments were stored in.
Action train_command(CLI::App& command);
Action evaluate_command(CLI::App& command);
Action predict_command(CLI::App& command);
Action serve_command(CLI::App& command);
Action experiment_command(CLI::App& command);
Action tune_command(CLI::App& command);
Action figure_command(CLI::App& command);
Action report_command(CLI::App& command);
Action robustness_command(CLI::App& command);
Action cases_command(CLI::App& command);
Action compare_command(CLI::App& command);
Action describe_command(CLI::App& command);
Action import_command(CLI::App& command);
Action extract_command(CLI::App& command);
Action import_weights_command(CLI::App& command);
Action inspect_command(CLI::App& command);
Action bench_command(CLI::App& command);
Action version_command(CLI::App& command);

/// One sub-command as `mmim --help` shows it.
struct CommandEntry {
  std::string name, purpose;
  std::vector<std::string> examples;  ///< shown below its --help
  Action (*add)(CLI::App& command);
  std::string notes = "";  ///< what its numbers mean, shown between its options and the examples
};
/// Every sub-command, in the order in which a newcomer meets them.
const std::vector<CommandEntry>& commands();

/// Parses and runs; returns the exit code. Throws what the sub-command throws, UsageError for the command line itself.
int run_program(int count, const char* const* words);

}  // namespace mmim
