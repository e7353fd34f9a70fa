#pragma once
#include "core/json.h"
#include "models/model.h"

namespace mmim {

/// What one stage's learning rates are multiplied by. plateau: torch's ReduceLROnPlateau (mode min, relative threshold
/// 1e-4, no cooldown): times `factor` after more than `patience` epochs in a row that are not better than the best so
/// far. linear: by the number of the update, Hugging Face's linear schedule with warm-up.
class Schedule {
 public:
  /// `updates`: of the stage in a whole run; read by the linear schedule alone.
  explicit Schedule(const ScheduleOptions& options, int64_t updates = 0) : options_(options), all_(updates) {}
  void observe(double valid_loss);  ///< at the end of an epoch
  void stepped() { ++done_; }       ///< after an update
  double rate() const;              ///< of the next update

  Json to_json() const;
  void restore(const Json& state);

 private:
  ScheduleOptions options_;
  int64_t all_ = 0, done_ = 0, bad_ = 0;
  double rate_ = 1, best_ = std::numeric_limits<double>::infinity();
};

/// The lowest loss so far in a saved state; no number there says that there is none yet, infinity here.
double lowest_so_far(const Json& saved);

/// Early stopping: patience is counted down on every epoch whose validation loss is not strictly below the best, and
/// reset on improvement.
class Stopper {
 public:
  explicit Stopper(int64_t patience) : patience_(patience), left_(patience) {}
  bool observe(double valid_loss);  ///< whether it is strictly below the best so far
  bool exhausted() const { return left_ <= 0; }
  double best() const { return best_; }

  Json to_json() const;
  void restore(const Json& state);

 private:
  int64_t patience_, left_;
  double best_ = std::numeric_limits<double>::infinity();
};

}  // namespace mmim
