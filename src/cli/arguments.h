#pragma once
#include <CLI/CLI.hpp>
#include <string>
#include <vector>

#include "core/options.h"

namespace mmim {

/// The options of a configuration given as flags: {"--train.epochs", "3", "--mmim.alpha=.1", "--train.keep_last"} ->
/// {"train.epochs=3", "mmim.alpha=.1", "train.keep_last=true"}. UsageError for a word that belongs to no flag, and,
/// with the nearest of `flags` and `options`, for a flag without a dot that is no option.
std::vector<std::string> assignments_of(const std::vector<std::string>& words, const std::vector<std::string>& flags,
                                        const Options& options);

/// UsageError for the first word that `command` did not understand, with the nearest of its flags.
void refuse_leftovers(const CLI::App& command);

/// UsageError for the first option of `names` that was given, "--jobs: is for a folder of clips", `what` being what it
/// is for: in this call it would have no effect.
void refuse_given(const CLI::App& command, std::initializer_list<const char*> names, const std::string& what);

/// The long flags of a command: "--config", ...
std::vector<std::string> flags_of(const CLI::App& command);

/// For a list of seeds: each is a whole number from 0 up, or a sentence says so.
CLI::Validator are_whole_numbers();

}  // namespace mmim
