#include "nn/lstm_pair.h"

namespace mmim {

namespace {

/// Orthonormal columns of a weight (rows >= columns), uniformly distributed.
void orthogonal(Tensor& weight) {
  const auto [q, r] = at::linalg_qr(at::randn(weight.sizes(), weight.options()));
  weight.copy_(q * r.diagonal().sign());
}

}  // namespace

LstmPair::LstmPair(int64_t in, int64_t hidden, const Compute& compute) {
  const auto lstm = [&](int64_t width) {
    return std::make_shared<LstmEncoder>(width, LstmOptions{.hidden = hidden, .bidirectional = true}, compute);
  };
  first_ = register_module("first", lstm(in));
  norm_ = register_module("norm", std::make_shared<LayerNorm>(2 * hidden, 1e-5));
  second_ = register_module("second", lstm(2 * hidden));
  const torch::NoGradGuard no_gradient;
  for (auto& parameter : named_parameters())
    if (parameter.key().find("weight_hh") != std::string::npos) orthogonal(parameter.value());
}

Tensor LstmPair::forward(const Ragged& stream) const {
  const LstmStates first = first_->states(stream);
  const Tensor second = second_->final_state(stream.with(norm_->forward(first.rows)));
  const auto by_direction = [](const Tensor& state) { return state.reshape({state.size(0), 2, state.size(1) / 2}); };
  return at::cat({by_direction(first.final_states), by_direction(second)}, 2).flatten(1);
}

}  // namespace mmim
