#pragma once
#include <filesystem>
#include <string>

#include "predict/run.h"

namespace mmim {

/// The folder of a new run: `wanted`, or runs/<model>-<data>-<seed>[-k], the first that is not there. As
/// expect_run_folder() for `wanted`.
std::filesystem::path new_run_folder(const std::string& wanted, const Run& run);
/// The check alone, before any work is done: UsageError when a run or anything else lies in `folder`.
void expect_run_folder(const std::filesystem::path& folder);

/// The configuration of the run in `folder` with `assignments` that change no number: where things are, on what it
/// runs, what it tells. UsageError for another one that contradicts it, or when `folder` holds no run.
RunConfig resumed_config(const std::filesystem::path& folder, const std::vector<std::string>& assignments);

}  // namespace mmim
