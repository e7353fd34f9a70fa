#pragma once
#include "train/optimizer.h"

namespace mmim {

/// What one batch gave.
struct UpdateResult {
  struct Term {
    std::string name;
    double value;
    int64_t count;  ///< utterances the value is a mean over
  };
  std::vector<Term> terms;
  double gradient_norm = 0;  ///< before clipping, of what counts in the clip and has been accumulated
  bool nothing = false;      ///< the model has nothing to minimise in this stage
};

/// Where a batch stands among those whose gradients are summed for one update.
struct Accumulation {
  bool starts = true, completes = true;
  /// Of batch `batch` among the `total` of a pass.
  static Accumulation of(const Stage& stage, int64_t batch, int64_t total);
};

/// One batch for `model`: all gradients undefined (where the accumulation starts), losses, backward, clip and step
/// (where it completes). The caller holds Frozen.
/// Error names the term, epoch, stage and batch when a minimised term or the gradient norm is not finite; nothing is
/// stepped then. A watched term (weight 0) that is not finite is left out of the result.
UpdateResult update(Model& model, const Stage& stage, Optimizer& optimizer, double rate, const Batch& batch,
                    const Step& step, const Accumulation& accumulation = {});

/// What one batch gave while its numbers are still on the device.
struct UnreadUpdate {
  struct Term {
    std::string name;
    double weight;
    int64_t count;
  };
  std::vector<Term> terms;
  Tensor numbers;  ///< (terms + 1) float64: their values and the gradient norm
  std::string stage;
  Step step;
  int64_t utterances = 0;
};

/// update() without waiting for the device: the clip's factor is computed there and the step is taken whatever the
/// numbers are, so they must be read before anything is kept. Nothing when there is nothing to minimise.
std::optional<UnreadUpdate> queue_update(Model& model, const Stage& stage, Optimizer& optimizer, double rate,
                                         const Batch& batch, const Step& step, const Accumulation& accumulation = {});

/// The numbers of all `updates` in one transfer; throws as update() does, naming the first that is not finite.
std::vector<UpdateResult> read_updates(const std::vector<UnreadUpdate>& updates);

}  // namespace mmim
