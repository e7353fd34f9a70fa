#pragma once
#include "train/live_run.h"

namespace mmim {

/// The loop behind fit(): one run from where it stands to its end or an interruption. Epochs, selection, best/.
class Trainer {
 public:
  /// As LiveRun.
  Trainer(Model& model, const RunData& data, const RunConfig& config, const std::filesystem::path& folder,
          const SaveBest& save_best, Observer& observer)
      : run_(model, data, config, folder, observer), save_best_(save_best) {}
  RunOutcome run();

 private:
  bool more() const;                 ///< whether there is another epoch
  bool run_passes();                 ///< the rest of this epoch; false: interrupted, with a saved state
  void end_epoch();                  ///< evaluates, selects and saves
  EpochSummary evaluate_and_keep();  ///< with the mean of the weights where the recipe wants it; best/
  EpochSummary evaluate();
  void select(EpochSummary& summary);
  RunOutcome outcome(RunOutcome::End end) const;

  LiveRun run_;
  const SaveBest& save_best_;
  Predictions valid_;  ///< of the newest epoch
};

}  // namespace mmim
