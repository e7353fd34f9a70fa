#include "nn/lstm_decoder.h"

namespace mmim {

LstmDecoder::LstmDecoder(int64_t in, int64_t out)
    : lstm_{register_module("lstm", std::make_shared<LstmCell>(in, in))},
      project_{register_module("project", std::make_shared<Linear>(in, out))} {}

Tensor LstmDecoder::forward(const Tensor& x, int64_t steps) const {
  std::vector<Tensor> states;
  LstmCell::State state = lstm_->start(x, x.size(0));
  for (int64_t t = 0; t < steps; ++t) {
    state = lstm_->step(lstm_->project(t == 0 ? x : state.h), state);
    states.push_back(state.h);
  }
  return project_->forward(at::stack(states, 1));
}

}  // namespace mmim
