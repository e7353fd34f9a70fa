#pragma once
#include "nn/layers.h"
#include "nn/lstm_cell.h"

namespace mmim {

/// A vector to rows: an LSTM whose first input is the vector and whose later inputs are its own states, then a Linear
/// on every state: (B, in) -> (B, steps, out).
class LstmDecoder : public torch::nn::Module {
 public:
  LstmDecoder(int64_t in, int64_t out);
  Tensor forward(const Tensor& x, int64_t steps) const;

 private:
  std::shared_ptr<LstmCell> lstm_;
  std::shared_ptr<Linear> project_;
};

}  // namespace mmim
