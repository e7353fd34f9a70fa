#pragma once
#include <filesystem>
#include <map>
#include <vector>

#include "core/json.h"

namespace mmim {

/// What a finished run folder says of itself: config.toml, outcome.json and report.json.
struct RunResult {
  std::filesystem::path folder;
  std::string system;                ///< model, and its preset in brackets
  std::vector<std::string> changes;  ///< options that are not the preset's: "train.epochs = 12"; places left out
  std::string data, fingerprint, encoder, encoder_sha256, split, protocol, watermark, version, machine;
  bool synthetic = false;
  int64_t seed = 0, utterances = 0, epochs = 0, best_epoch = 0;
  double valid_mae = 0;                   ///< of the best epoch
  std::map<std::string, double> metrics;  ///< by name; NaN where undefined

  /// system and changes: runs with the same differ by their seed alone.
  std::string label() const;
};

/// UsageError when the run has not finished; DataError names the file that is missing or damaged.
RunResult read_run_result(const std::filesystem::path& run);

}  // namespace mmim
