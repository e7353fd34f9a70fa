#pragma once
#include "core/json.h"
#include "models/model.h"

namespace mmim {

/// Reduce-on-plateau of one stage (torch's ReduceLROnPlateau: mode min, relative threshold 1e-4, no cooldown): the rate
/// is multiplied by `factor` after more than `patience` epochs in a row that are not better than the best so far.
class Schedule {
 public:
  explicit Schedule(const ScheduleOptions& options) : options_(options) {}
  void observe(double valid_loss);       ///< at the end of an epoch
  double rate() const { return rate_; }  ///< multiplies the stage's learning rates

  Json to_json() const;
  void restore(const Json& state);

 private:
  ScheduleOptions options_;
  double rate_ = 1, best_ = std::numeric_limits<double>::infinity();
  int64_t bad_ = 0;
};

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
