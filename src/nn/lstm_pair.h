#pragma once
#include "nn/lstm_encoder.h"

namespace mmim {

/// Two bidirectional LSTMs of one width with a LayerNorm (epsilon 1e-5) on the rows between: (N, in) -> (B, 4 hidden),
/// their final states in the order forward 1, forward 2, backward 1, backward 2. Recurrent weights are orthogonal at
/// first. Source: MISA.
class LstmPair : public torch::nn::Module {
 public:
  LstmPair(int64_t in, int64_t hidden, const Compute& compute = {});
  Tensor forward(const Ragged& stream) const;

 private:
  std::shared_ptr<LstmEncoder> first_;
  std::shared_ptr<LayerNorm> norm_;
  std::shared_ptr<LstmEncoder> second_;
};

}  // namespace mmim
