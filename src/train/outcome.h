#pragma once
#include "train/fit.h"

namespace mmim {

/// Why a run ended, for people.
std::string say_end(RunOutcome::End end);

/// Marks the run in `folder` as completed (outcome.json).
void write_outcome(const std::filesystem::path& folder, const RunOutcome& outcome);

}  // namespace mmim
