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

}  // namespace mmim
