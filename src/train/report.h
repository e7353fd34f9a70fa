#pragma once
#include <filesystem>

#include "train/observer.h"

namespace mmim {

/// Machine-written results of a model on a split, with all that they depend on.
struct Report {
  std::string model, preset, encoder, encoder_sha256;
  std::string data, fingerprint, split;
  bool synthetic = false;
  int64_t seed = 0, utterances = 0;
  std::string protocol;   ///< how the epoch was selected: "valid" or "as-published"
  std::string watermark;  ///< what must be said beside the numbers, or empty
  int64_t best_epoch = 0, epochs = 0;
  std::string machine;  ///< say_machine()
  Scorecard metrics;

  /// {"metrics": {"MAE": {"value", "low", "high", "undefined"}, ...}, "seed", ...}; an undefined number is null.
  Json to_json() const;
};

/// predictions.csv: id, truth, prediction and a column for each score; with a `mark` (mark_of()) a column that repeats
/// it. Numbers read back to the same float.
void write_predictions(const std::filesystem::path& path, const Predictions& predictions, const std::string& mark = "");

}  // namespace mmim
