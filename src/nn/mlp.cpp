#include "nn/mlp.h"

#include <algorithm>
#include <cmath>

#include "kernels/dropout.h"

namespace mmim {

Tensor activate(const Tensor& x, Activation activation) {
  return activation == Activation::relu ? at::relu(x) : at::tanh(x);
}

Mlp::Mlp(const std::vector<int64_t>& widths, Activation activation, Activate where)
    : activation_(activation), where_(where) {
  for (size_t i = 0; i + 1 < widths.size(); ++i)
    layers_.push_back(register_module(std::to_string(i), std::make_shared<Linear>(widths[i], widths[i + 1])));
}

Tensor Mlp::forward(const Tensor& x, double p, const Tensor& identities, const Draws& draws) const {
  Tensor y = x;
  for (size_t i = 0; i < layers_.size(); ++i) {
    y = layers_[i]->forward(y);
    if (where_ == Activate::hidden ? i + 1 < layers_.size() : i == 0 && layers_.size() > 1)
      y = dropout(activate(y, activation_), p, identities, draws.stream(static_cast<int64_t>(i)));
  }
  return y;
}

void xavier_normal(torch::nn::Module& module, const std::vector<std::string>& except) {
  torch::NoGradGuard no_gradient;
  for (auto& parameter : module.named_parameters()) {
    const bool left_alone = std::any_of(except.begin(), except.end(),
                                        [&](const std::string& prefix) { return parameter.key().starts_with(prefix); });
    Tensor& value = parameter.value();
    if (left_alone || value.dim() < 2) continue;
    value.normal_(0, std::sqrt(2.0 / static_cast<double>(value.size(0) + value.size(1))));
  }
}

void xavier_uniform(Tensor& weight) {
  const torch::NoGradGuard no_gradient;
  const double bound = std::sqrt(6.0 / static_cast<double>(weight.size(0) + weight.size(1)));
  weight.uniform_(-bound, bound);
}

}  // namespace mmim
