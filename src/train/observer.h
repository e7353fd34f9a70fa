#pragma once
#include "metrics/metrics.h"
#include "models/model.h"

namespace mmim {

/// What happened in one epoch.
struct EpochSummary {
  int64_t epoch = 0;                                           ///< from 1, for people
  std::vector<std::pair<std::string, double>> train;           ///< "stage/term": mean over the pass
  double valid_loss = 0;                                       ///< the criterion on valid, weighted by utterance
  double test_loss = std::numeric_limits<double>::infinity();  ///< the same on test, where it is watched
  Scorecard valid, test;                                       ///< test: only where it is watched, or selects
  std::vector<std::pair<std::string, double>> valid_summary;   ///< Model::split_summary() of valid
  bool best = false;                                           ///< the model of this epoch is now in best/
  double seconds = 0;
  int64_t utterances = 0;     ///< of the training split
  Scale scale = Scale::mosi;  ///< of the labels: which metrics there are
};

/// Listens to a run; never steers it.
class Observer {
 public:
  virtual ~Observer() = default;
  /// `batches_per_epoch`: of all stages; `mark`: what must be said beside the numbers, or empty.
  virtual void on_start(int64_t epochs, int64_t batches_per_epoch, const std::string& mark) {}
  virtual void on_pass(const Pass& pass, const Stage& stage, int64_t batches) {}
  /// `terms`: values of this batch; `utterances`: its size; `total` batches in the pass.
  virtual void on_batch(const Step& step, const std::vector<std::pair<std::string, double>>& terms,
                        double gradient_norm, int64_t utterances, int64_t total) {}
  virtual void on_epoch(const EpochSummary& summary) {}
  virtual void on_warning(const std::string& sentence) {}
  virtual void on_end(const std::string& why) {}
};

}  // namespace mmim
