#pragma once
#include "tensor/torch.h"

namespace mmim {

/// One step of an LSTM, for networks that read the states between steps. Gates i, f, g, o; names and initial values as
/// torch.nn.LSTMCell's.
class LstmCell : public torch::nn::Module {
 public:
  struct State {
    Tensor h, c;  ///< (B, hidden)
  };
  LstmCell(int64_t in, int64_t hidden);
  State start(const Tensor& like, int64_t batch) const;  ///< zeros of the type of `like`
  Tensor project(const Tensor& x) const;                 ///< what the input adds to the gates: (..., in) -> (..., 4h)
  State step(const Tensor& projected, const State& before) const;

 private:
  int64_t hidden_;
  Tensor weight_ih_, weight_hh_, bias_ih_, bias_hh_;
};

}  // namespace mmim
