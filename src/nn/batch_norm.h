#pragma once
#include "tensor/torch.h"

namespace mmim {

/// Batch normalisation of (B, d), epsilon 1e-5, momentum .1; names and buffers as torch.nn.BatchNorm1d. Training
/// normalises by the batch and moves the running statistics; a batch of one utterance, whose variance is undefined, is
/// normalised by the running ones and leaves them.
class BatchNorm : public torch::nn::Module {
 public:
  explicit BatchNorm(int64_t width);
  Tensor train_forward(const Tensor& x);
  Tensor forward(const Tensor& x) const;  ///< by the running statistics

 private:
  Tensor weight_, bias_, running_mean_, running_var_, num_batches_tracked_;
};

}  // namespace mmim
