#pragma once
#include <memory>
#include <string>

#include "kernels/dropout.h"
#include "tensor/random.h"

namespace mmim {

/// Dropout as its definition says: rows of x (N, d), keyed by identities `rows` (N), times the scales drawn for them.
inline Tensor dropped(const Tensor& x, double p, const Tensor& rows, const Draws& draws) {
  return p > 0 ? x * dropout_scales(rows, at::arange(x.size(1), at::kLong), p, draws, x.scalar_type()) : x;
}

/// The parts of a module by their names, for tests that compute by hand what the module computes.
class PartsOf {
 public:
  explicit PartsOf(const torch::nn::Module& module)
      : parameters_(module.named_parameters()), modules_(module.named_modules("", false)) {}
  const Tensor& operator[](const std::string& name) const { return parameters_[name]; }
  /// x Wt + b of the Linear of that name.
  Tensor linear(const std::string& name, const Tensor& x) const {
    return at::linear(x, parameters_[name + ".weight"], parameters_[name + ".bias"]);
  }
  /// x through the LayerNorm of that name.
  Tensor normal(const std::string& name, const Tensor& x, double epsilon = 1e-5) const {
    return at::layer_norm(x, {x.size(-1)}, parameters_[name + ".weight"], parameters_[name + ".bias"], epsilon);
  }
  /// The module of that name; a std::bad_cast when it is no M.
  template <class M>
  M& module(const std::string& name) const {
    return dynamic_cast<M&>(*modules_[name]);
  }

 private:
  torch::OrderedDict<std::string, Tensor> parameters_;
  torch::OrderedDict<std::string, std::shared_ptr<torch::nn::Module>> modules_;
};

/// Another module of the same parameters as `module`, with their values.
template <class M>
std::shared_ptr<M> with_values_of(const torch::nn::Module& module, std::shared_ptr<M> other) {
  const torch::NoGradGuard no_gradient;
  other->to(module.parameters().front().scalar_type());
  auto values = module.named_parameters();
  for (auto& parameter : other->named_parameters()) parameter.value().copy_(values[parameter.key()]);
  return other;
}

/// 1 / (1 - p) or 0 for each probability of attention, (heads, queries, keys): queries of one utterance at `places`.
inline Tensor probability_scales_of(int64_t utterance, const Tensor& places, int64_t keys, int64_t heads, double p,
                                    const Draws& draws, torch::Dtype dtype) {
  const Tensor rows = places + (utterance << 20);
  const Tensor columns =
      ((at::arange(heads, at::kLong) * (1 << 16)).unsqueeze(1) + at::arange(keys, at::kLong)).flatten();
  const Tensor scales =
      p > 0 ? dropout_scales(rows, columns, p, draws, dtype) : at::ones({rows.size(0), columns.size(0)}, dtype);
  return scales.view({rows.size(0), heads, keys}).transpose(0, 1);
}

}  // namespace mmim
