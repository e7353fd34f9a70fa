#pragma once
#include "nn/layers.h"
#include "tensor/random.h"

namespace mmim {

enum class Activation { relu, tanh };
Tensor activate(const Tensor& x, Activation activation);

/// Linear layers in a row with an activation after the first ones: after every layer but the last (hidden), or after
/// the first alone (first). Parameter names: 0.weight, 1.weight, ... counting linear layers.
class Mlp : public torch::nn::Module {
 public:
  enum class Activate { hidden, first };
  /// widths: in, ..., out; at least two.
  Mlp(const std::vector<int64_t>& widths, Activation activation, Activate where = Activate::hidden);
  Tensor forward(const Tensor& x) const { return forward(x, 0, {}, {}); }  ///< (B, in) -> (B, out)
  /// The same with dropout `p` after each activation.
  Tensor forward(const Tensor& x, double p, const Tensor& identities, const Draws& draws) const;

 private:
  std::vector<std::shared_ptr<Linear>> layers_;
  Activation activation_;
  Activate where_;
};

/// Weights of two and more dimensions drawn from Xavier's normal distribution, std = sqrt(2 / (fan in + fan out));
/// biases stay. Parameters whose name starts with one of `except` are left alone. Source: published MMIM.
void xavier_normal(torch::nn::Module& module, const std::vector<std::string>& except);

/// A weight (out, in) drawn from Xavier's uniform distribution: +- sqrt(6 / (in + out)).
void xavier_uniform(Tensor& weight);

}  // namespace mmim
