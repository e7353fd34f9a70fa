#pragma once
#include "nn/layers.h"
#include "tensor/ragged.h"
#include "tensor/random.h"

namespace mmim {

/// Multi-head attention with one projection for queries, keys and values: in_proj_weight (3d, d), in_proj_bias (3d),
/// out_proj; parameter names as torch.nn.MultiheadAttention's. Xavier's uniform distribution, biases 0.
class MultiHeadAttention : public torch::nn::Module {
 public:
  MultiHeadAttention(int64_t width, int64_t heads);  ///< Error when the heads do not divide the width
  /// query (M, d), key and value (N, d) -> (M, d); dropout and mask as kernels/attention.
  Tensor forward(const Ragged& query, const Ragged& key, const Tensor& value, double dropout, const Draws& draws,
                 const Tensor& mask = {}) const;

 private:
  int64_t width_, heads_;
  Tensor in_proj_weight_, in_proj_bias_;
  std::shared_ptr<Linear> out_proj_;
};

struct BlockOptions {
  int64_t width = 40, heads = 8, inner = 160;
  enum class Norm { before, after } norm = Norm::after;  ///< before each part, or after its residual sum
  double attention_dropout = 0, inner_dropout = 0, residual_dropout = 0;
};

/// Attention and a two-layer ReLU network, each with a residual sum and a LayerNorm (epsilon 1e-5).
/// before: x + A(n0(x), n0(source)), then x + F(n1(x)); the same n0 for queries, keys and values (MulT).
/// after: n0(x + A(x, source)), then n1(x + F(x)) (torch.nn.TransformerEncoderLayer).
class TransformerBlock : public torch::nn::Module {
 public:
  explicit TransformerBlock(const BlockOptions& options);
  /// x (M, d) reads `source` keys and values (N, d), which lie in one layout.
  Ragged forward(const Ragged& x, const Ragged& keys, const Tensor& values, const Draws& draws,
                 const Tensor& mask = {}) const;
  Ragged forward(const Ragged& x, const Draws& draws, const Tensor& mask = {}) const {
    return forward(x, x, x.values, draws, mask);
  }

 private:
  BlockOptions options_;
  std::shared_ptr<MultiHeadAttention> attention_;
  std::shared_ptr<Linear> inner_, outer_;
  std::vector<std::shared_ptr<LayerNorm>> norms_;
};

}  // namespace mmim
