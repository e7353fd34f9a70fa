#pragma once
#include "core/options.h"
#include "nn/layers.h"
#include "tensor/ragged.h"
#include "tensor/random.h"

namespace mmim {

struct AdaptationGateOptions {
  double beta = 1;        ///< longest displacement as a share of the text row's norm
  double dropout = 0.5;   ///< of the adapted rows
  double epsilon = 1e-5;  ///< of LayerNorm
  void list(Options& o);
};

/// What a row of text becomes, and what led there: rows z (N, d), visual v and acoustic a of the same N rows.
struct Adapted {
  Tensor visual_gate, acoustic_gate;  ///< g_m = relu(W_gm [m; z] + b_gm), (N, d)
  Tensor displacement;                ///< h = g_v * (W_v v + b_v) + g_a * (W_a a + b_a), (N, d)
  Tensor scale;                       ///< s = min(beta |z| / (|h| + 1e-6), 1), (N); |h| = 1 where it is 0
  Tensor rows;                        ///< Dropout(LayerNorm(z + s h)), (N, d)
};

/// The multimodal adaptation gate (Rahman et al., ACL 2020, section 3). Gradients pass through the scale. Initialised
/// as the BERT it stands in: N(0, .02), biases 0.
class AdaptationGate : public torch::nn::Module {
 public:
  AdaptationGate(int64_t text, int64_t visual, int64_t acoustic, const AdaptationGateOptions& options);
  /// text (N, d) with the layout that keys the dropout; visual (N, d_v), acoustic (N, d_a) row by row.
  Adapted forward(const Ragged& text, const Tensor& visual, const Tensor& acoustic, const Draws& draws) const;

 private:
  AdaptationGateOptions options_;
  std::shared_ptr<Linear> visual_gate_, visual_, acoustic_gate_, acoustic_;
  std::shared_ptr<LayerNorm> norm_;
};

}  // namespace mmim
