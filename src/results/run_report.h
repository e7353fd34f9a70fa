#pragma once
#include <filesystem>
#include <functional>
#include <vector>

#include "core/version.h"
#include "metrics/metrics.h"
#include "results/cell.h"
#include "results/predictions.h"

namespace mmim {

/// report.json of a run: machine-written results of a model on a split, with all that they depend on.
struct RunReport {
  std::string model, preset;
  Provenance provenance{.version = program_version()};
  int64_t utterances = 0, seed = 0, best_epoch = 0, epochs = 0, parameters = 0;  ///< parameters 0: not known
  std::vector<std::string> changes;  ///< options that are not the preset's: "train.epochs = 12"
  Scorecard metrics;

  std::string system() const;  ///< model, and its preset in brackets
  /// {"metrics": {"MAE": {"value", "low", "high", "undefined"}, ...}, "seed", ...}; an undefined number is null.
  Json to_json() const;
  /// Runs of older programs recorded no changes, parameters and hashes of program and
  /// configuration. DataError naming `where` and the key that is missing or damaged.
  static RunReport from_json(const Json& json, const std::string& where);

  template <class Self, class Visit>
  static void each_field(Self& self, const Visit& visit);
};

/// RunReport::changes of a resolved configuration that stands in the file `where`, for runs that recorded none.
using ChangesOf = std::function<std::vector<std::string>(const Json& configuration, const std::string& where)>;

/// What a finished run folder says of itself: outcome.json, report.json and, where it is there, metrics.jsonl. Its row
/// is the system with its changes, so that runs of one row differ by their seed alone; its name is the folder's.
/// UsageError when the run has not finished; DataError names the file that is missing or damaged.
Cell read_run(const std::filesystem::path& run, const ChangesOf& changes_of);

/// Curves, seconds and what selection as published would have taken, from the run's metrics.jsonl where it is there.
void read_curves(Cell& cell, const std::filesystem::path& run);

/// What a cell tells of the predictions of its split: number of videos, the classes of the scale, and each metric in
/// resamples of the videos.
void add_predictions(Cell& cell, const Predictions& predictions);

/// Whether a folder holds a run: its config.toml beside best/, last/ or nothing yet, no model.safetensors.
bool holds_run(const std::filesystem::path& folder);

}  // namespace mmim
