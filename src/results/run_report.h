#pragma once
#include <filesystem>
#include <functional>
#include <vector>

#include "core/json.h"
#include "metrics/metrics.h"
#include "results/provenance.h"

namespace mmim {

/// report.json of a run: machine-written results of a model on a split, with all that they depend on.
struct RunReport {
  std::string model, preset, encoder, encoder_sha256;
  std::string data, fingerprint, split;
  bool synthetic = false;
  int64_t seed = 0, utterances = 0;
  std::string protocol;   ///< how the epoch was selected: "valid" or "as-published"
  std::string watermark;  ///< what must be said beside the numbers, or empty
  int64_t best_epoch = 0, epochs = 0;
  std::string machine;               ///< say_machine()
  std::vector<std::string> changes;  ///< options that are not the preset's: "train.epochs = 12"
  Scorecard metrics;

  /// {"metrics": {"MAE": {"value", "low", "high", "undefined"}, ...}, "seed", ...}; an undefined number is null.
  Json to_json() const;
};

/// What a finished run folder says of itself: outcome.json and report.json, and metrics.jsonl where it is there.
struct RunResult : RunFacts {
  std::filesystem::path folder;
  std::vector<std::string> changes;  ///< as RunReport::changes

  /// system and changes: runs with the same differ by their seed alone.
  std::string label() const;
};

/// RunReport::changes of a resolved configuration that stands in the file `where`. Runs of mmim 0.1.0 recorded none.
using ChangesOf = std::function<std::vector<std::string>(const Json& configuration, const std::string& where)>;

/// UsageError when the run has not finished; DataError names the file that is missing or damaged.
RunResult read_run_result(const std::filesystem::path& run, const ChangesOf& changes_of);

/// Whether a folder holds a run: its config.toml beside best/, last/ or nothing yet, no model.safetensors.
bool holds_run(const std::filesystem::path& folder);

}  // namespace mmim
