#pragma once
#include "kernels/affine.h"

namespace mmim {

/// y = x Wt + b: x (..., in) -> (..., out). Initialised as torch.nn.Linear: uniform within 1 / sqrt(in).
class Linear : public torch::nn::Module {
 public:
  Linear(int64_t in, int64_t out);
  Tensor forward(const Tensor& x) const { return affine(x, weight, bias); }
  Tensor weight, bias;  ///< (out, in), (out)
};

/// Layer normalisation over the last dimension; ones and zeros at first.
class LayerNorm : public torch::nn::Module {
 public:
  LayerNorm(int64_t width, double epsilon);
  Tensor forward(const Tensor& x) const { return at::layer_norm(x, {weight.size(0)}, weight, bias, epsilon_); }
  Tensor weight, bias;  ///< (width)

 private:
  double epsilon_;
};

/// A table of vectors: ids (N) int64 -> (N, width). Row `padding` (if not negative) gets no gradient from the data.
class Embedding : public torch::nn::Module {
 public:
  Embedding(int64_t rows, int64_t width, int64_t padding = -1);
  Tensor forward(const Tensor& ids) const { return at::embedding(weight, ids, padding_); }
  Tensor weight;  ///< (rows, width)

 private:
  int64_t padding_;
};

/// Registers `module` in `parent` under a dotted path ("attention.self.query"), making the modules between: parameter
/// names are the file format.
template <class M>
std::shared_ptr<M> register_at(torch::nn::Module& parent, const std::string& path, std::shared_ptr<M> module) {
  const size_t dot = path.find('.');
  if (dot == std::string::npos) return parent.register_module(path, std::move(module));
  const std::string head = path.substr(0, dot);
  auto children = parent.named_children();
  auto next =
      children.contains(head) ? children[head] : parent.register_module(head, std::make_shared<torch::nn::Module>());
  return register_at(*next, path.substr(dot + 1), std::move(module));
}

}  // namespace mmim
