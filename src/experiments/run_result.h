#pragma once
#include <filesystem>
#include <vector>

#include "experiments/run_facts.h"

namespace mmim {

/// What a finished run folder says of itself: config.toml, outcome.json and report.json.
struct RunResult : RunFacts {
  std::filesystem::path folder;
  std::vector<std::string> changes;  ///< options that are not the preset's: "train.epochs = 12"; places left out

  /// system and changes: runs with the same differ by their seed alone.
  std::string label() const;
};

/// UsageError when the run has not finished; DataError names the file that is missing or damaged.
RunResult read_run_result(const std::filesystem::path& run);

}  // namespace mmim
