#pragma once
#include "nn/layers.h"
#include "tensor/ragged.h"

namespace mmim {

/// Convolution over the rows of each utterance, with `padding` zero rows at both ends of each: (N, in) -> L + 2 padding
/// - kernel + 1 rows an utterance, (N', out). Initialised as torch.nn.Conv1d. Error for an utterance shorter than that
/// allows.
class Convolution : public torch::nn::Module {
 public:
  Convolution(int64_t in, int64_t out, int64_t kernel, int64_t padding, bool with_bias);
  Ragged forward(const Ragged& x) const;
  Tensor weight, bias;  ///< (out, in, kernel), (out) or undefined

 private:
  Tensor convolve(const Tensor& block) const;  ///< (B, in, T) -> (B, T', out)
  int64_t padding_;
};

}  // namespace mmim
