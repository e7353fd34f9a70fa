#pragma once
#include "nn/batch_norm.h"
#include "nn/mlp.h"
#include "tensor/random.h"

namespace mmim {

/// The network that TFN and LMF put on a stream's mean: (B, in) - BatchNorm - Dropout - 3 x (Linear, ReLU) -> (B, out).
class Subnet : public torch::nn::Module {
 public:
  Subnet(int64_t in, int64_t out, double dropout);
  /// `training`: normalised by the batch, whose statistics the running ones then follow.
  Tensor forward(const Tensor& x, const Tensor& identities, const Draws& draws, bool training);

 private:
  std::shared_ptr<BatchNorm> norm_;
  std::shared_ptr<Mlp> layers_;
  double dropout_;
};

}  // namespace mmim
