#pragma once
#include <filesystem>

#include "predict/evaluation.h"
#include "predict/run.h"
#include "train/fit.h"

namespace mmim {

/// Trains `run` in `folder`, or goes on there; leaves config.toml and what fit() leaves. The outcome says whether the
/// run completed.
RunOutcome train_run(Run& run, const std::filesystem::path& folder, Observer& observer);

/// Reads test once, with the weights that validation selected, and writes report.json and predictions.csv.
Evaluation test_run(const Run& run, const std::filesystem::path& folder, const RunOutcome& outcome);

}  // namespace mmim
