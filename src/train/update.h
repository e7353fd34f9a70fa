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
  double gradient_norm = 0;  ///< before clipping, of what counts in the clip
  bool nothing = false;      ///< the model has nothing to minimise in this stage
};

/// One update of `model` by one batch: all gradients undefined, losses, backward, clip, step. The caller holds Frozen.
/// Error names the term, epoch, stage and batch when a minimised term or the gradient norm is not finite; nothing is
/// stepped then. A watched term (weight 0) that is not finite is left out of the result.
UpdateResult update(Model& model, const Stage& stage, Optimizer& optimizer, double rate, const Batch& batch,
                    const Step& step);

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
                                         const Batch& batch, const Step& step);

/// The numbers of all `updates` in one transfer; throws as update() does, naming the first that is not finite.
std::vector<UpdateResult> read_updates(const std::vector<UnreadUpdate>& updates);

}  // namespace mmim
