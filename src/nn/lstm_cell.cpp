#include "nn/lstm_cell.h"

#include <cmath>

#include "kernels/affine.h"

namespace mmim {

LstmCell::LstmCell(int64_t in, int64_t hidden) : hidden_(hidden) {
  const double bound = 1 / std::sqrt(static_cast<double>(hidden));
  const auto add = [&](const char* name, const std::vector<int64_t>& shape) {
    return register_parameter(name, at::empty(shape).uniform_(-bound, bound));
  };
  weight_ih_ = add("weight_ih", {4 * hidden, in});
  weight_hh_ = add("weight_hh", {4 * hidden, hidden});
  bias_ih_ = add("bias_ih", {4 * hidden});
  bias_hh_ = add("bias_hh", {4 * hidden});
}

LstmCell::State LstmCell::start(const Tensor& like, int64_t batch) const {
  const Tensor zeros = at::zeros({batch, hidden_}, like.options());
  return {zeros, zeros};
}

Tensor LstmCell::project(const Tensor& x) const { return affine(x, weight_ih_, bias_ih_); }

LstmCell::State LstmCell::step(const Tensor& projected, const State& before) const {
  const auto gates = (projected + affine(before.h, weight_hh_, bias_hh_)).chunk(4, 1);
  const Tensor c = at::sigmoid(gates[1]) * before.c + at::sigmoid(gates[0]) * at::tanh(gates[2]);
  return {at::sigmoid(gates[3]) * at::tanh(c), c};
}

}  // namespace mmim
