#pragma once
#include <chrono>

#include "data/prefetch.h"
#include "train/checkpoint.h"
#include "train/fit.h"
#include "train/log/run_log.h"

namespace mmim {

/// The loop behind fit(): one run from where it stands to its end or an interruption.
class Trainer {
 public:
  /// Prepares the model and, with a last/ in `folder`, restores all that it holds.
  Trainer(Model& model, const RunData& data, const RunConfig& config, const std::filesystem::path& folder,
          const SaveBest& save_best, Observer& observer);
  RunOutcome run();

 private:
  using Clock = std::chrono::steady_clock;
  std::vector<std::vector<int64_t>> plan(const Pass& pass) const;  ///< rows of each batch
  std::vector<int64_t> updates_of_run() const;                     ///< of each stage
  void resume();
  void restore_model(const Archive& state);
  bool run_passes();  ///< the rest of this epoch's passes; false: interrupted, with a saved state
  bool run_pass(const Pass& pass);
  /// false: nothing to minimise
  bool run_batch(const Pass& pass, const Accumulation& accumulation, Prefetch& loader, int64_t total);
  void read_unread(int64_t total);  ///< before anything is kept
  void record(const Step& step, int64_t utterances, const UpdateResult& result, double seconds, int64_t total);
  void end_epoch();
  EpochSummary evaluate();
  void select(EpochSummary& summary);
  void save();
  RunOutcome outcome(RunOutcome::End end) const;

  Model& model_;
  const RunData& data_;
  const TrainOptions& options_;
  const std::filesystem::path folder_;
  const SaveBest& save_best_;
  Observer& observer_;
  const torch::Device device_;
  const uint64_t seed_;
  const int64_t epochs_, read_every_;
  std::vector<Stage> stages_;
  RunIdentity identity_;
  Optimizer optimizer_;
  RunState state_;
  std::optional<Archive> inside_pass_;  ///< the model's state, to be loaded once the pass it was saved in has begun
  std::optional<RunLog> log_;
  std::vector<UnreadUpdate> unread_;  ///< of the pass that is going on
  Clock::time_point unread_since_;
  Clock::time_point saved_at_ = Clock::now();
};

}  // namespace mmim
