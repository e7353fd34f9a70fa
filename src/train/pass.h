#pragma once
#include "data/prefetch.h"
#include "train/live_run.h"

namespace mmim {

/// One pass of a stage over the training data, from the batch where the run stands: batches, updates, and the numbers
/// that have not been read yet.
class PassRun {
 public:
  PassRun(LiveRun& run, const Pass& pass);

  enum class End { done, interrupted };
  /// Until the pass ends, the model has nothing to minimise, or stop_requested; an interrupted pass is saved.
  End run();

 private:
  using Clock = std::chrono::steady_clock;
  bool run_batch(const Batch& batch, const Accumulation& accumulation);  ///< false: there is nothing to minimise
  void save();
  void read();  ///< the numbers of all updates that are unread
  void record(const Update& update, const UpdateResult& result, double seconds);

  LiveRun& run_;
  const Pass pass_;
  const Stage& stage_;
  Schedule& schedule_;
  const int64_t read_together_;  ///< updates whose numbers are read in one transfer
  std::vector<std::vector<int64_t>> batches_;
  Updater updater_;
  std::vector<Update> unread_;
  Clock::time_point read_at_;  ///< since when the seconds of unread updates count
};

}  // namespace mmim
