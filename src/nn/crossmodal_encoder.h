#pragma once
#include "nn/transformer_block.h"

namespace mmim {

struct CrossmodalOptions {
  BlockOptions block{.norm = BlockOptions::Norm::before};
  int64_t layers = 4;
  double embed_dropout = 0;  ///< of the scaled rows with their positions; keys and values are drawn apart
  bool positions = true;     ///< sinusoids are added
  bool mask = true;          ///< future_mask
};

/// Sinusoids of the rows' places, (N, d), d >= 4: [sin | cos] of (t + 1) exp(-i ln 10000 / (h - 1)), i < h = d / 2, and
/// one zero where d is odd. A row whose first number is exactly 0 counts as padding and has zeros. No gradient; angles
/// in float32 whatever the rows are, as published.
Tensor sinusoids(const Ragged& x);

/// 0 where query i may read key j, j - i < 1 + |queries - keys|, else -infinity: (queries, keys).
Tensor future_mask(int64_t queries, int64_t keys, const at::TensorOptions& options);

/// Crossmodal transformer (MulT, eq. 2-5): every row of x reads the rows of a source through `layers` blocks, each of
/// which sees the source as it came; then a LayerNorm. Rows are scaled by sqrt(d) and get their positions. With the
/// mask all utterances of x have one length, and all of the source. Linear layers start as Xavier's uniform
/// distribution with biases 0.
class CrossmodalEncoder : public torch::nn::Module {
 public:
  explicit CrossmodalEncoder(const CrossmodalOptions& options);  ///< ConfigError for positions with d < 4
  Ragged forward(const Ragged& x, const Ragged& source, const Draws& draws) const;  ///< (M, d), (N, d) -> (M, d)
  Ragged forward(const Ragged& x, const Draws& draws) const;                        ///< each layer reads its own input

 private:
  Tensor positioned(const Ragged& x) const;
  Tensor kept(const Ragged& x, const Tensor& positioned, const Draws& draws) const;
  Tensor mask_of(const Ragged& x, const Ragged& source) const;
  CrossmodalOptions options_;
  std::vector<std::shared_ptr<TransformerBlock>> layers_;
  std::shared_ptr<LayerNorm> norm_;
};

}  // namespace mmim
