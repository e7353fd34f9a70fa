#pragma once
#include "train/optimizer.h"

namespace mmim {

/// Where a batch stands among those whose gradients are summed for one update.
struct Accumulation {
  bool starts = true, completes = true;
  /// Of batch `batch` among the `total` of a pass.
  static Accumulation of(const Stage& stage, int64_t batch, int64_t total);
};

/// What one batch gave; its numbers may still be on the device.
struct Update {
  struct Term {
    std::string name;
    double weight;
    int64_t count;  ///< utterances the value is a mean over
  };
  std::vector<Term> terms;
  Tensor numbers;  ///< (terms + 1) float64: their values, and the gradient norm before clipping
  std::string stage;
  Step step;
  int64_t utterances = 0;
};

/// The numbers of an update on the host.
struct UpdateResult {
  struct Term {
    std::string name;
    double value;
    int64_t count;
  };
  std::vector<Term> terms;
  double gradient_norm = 0;  ///< before clipping, of what counts in the clip and has been accumulated
};

/// The numbers of all `updates` in one transfer. Error names the term, epoch, stage and batch of the first minimised
/// term or gradient norm that is not finite. A watched term (weight 0) that is not finite is left out.
std::vector<UpdateResult> read_updates(const std::vector<Update>& updates);

/// Updates of a model in one stage.
struct Updater {
  Model& model;
  Optimizer& optimizer;
  const Stage& stage;
  double rate = 1;  ///< of the learning rates
  /// now: numbers are read before the step, so that a loss that is not finite steps nothing. later: nothing waits for
  /// the device; whoever keeps anything of the model reads the numbers first.
  enum class Read { now, later } read = Read::now;

  /// One batch: all gradients undefined (where the accumulation starts), losses, backward, clip and step (where it
  /// completes). Nothing when the model has nothing to minimise. The caller holds Frozen. Error as read_updates() says.
  std::optional<Update> step(const Batch& batch, const Step& step, const Accumulation& accumulation = {});
};

}  // namespace mmim
