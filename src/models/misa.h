#pragma once
#include "losses/difference.h"
#include "losses/regression.h"
#include "models/parts/text_stream.h"
#include "nn/lstm_pair.h"
#include "nn/mlp.h"
#include "nn/transformer_block.h"

namespace mmim {

/// Options of MISA; defaults are those of the published code on MOSI.
struct MisaOptions final : OptionsOf<MisaOptions> {
  enum class Similarity { cmd, adversarial };
  struct Fusion {
    int64_t layers = 1, heads = 2, inner = 2048;
    double dropout = 0.1;
  };
  struct Weights {
    double similarity = 1, difference = 0.3, reconstruction = 1;
  };
  TextStream::Training text = TextStream::Training::fine_tuned;
  int64_t frozen_layers = 0;  ///< first layers of the text encoder, which are never stepped
  int64_t hidden = 128;
  Activation activation = Activation::relu;
  double dropout = 0.5;
  Fusion fusion;
  Similarity similarity = Similarity::cmd;
  int64_t moments = 5;
  double reversal = 1;
  DifferenceReduction difference = DifferenceReduction::mean;
  Weights weight;
  RegressionOptions loss{.error = RegressionOptions::Error::squared};
  double learning_rate = 1e-4, learning_rate_text = 1e-4, weight_decay = 0;
  Clip clip{.kind = Clip::Kind::value, .limit = 1};
  int64_t accumulate = 1;
  Stage::Tail tail = Stage::Tail::step;
  void list(Options& o) override;
  std::shared_ptr<Model> build(const ModelInputs& inputs) const override;
};

/// MISA: modality-invariant and -specific representations (Hazarika, Zimmermann, Poria, ACM MM 2020).
///   text: BERT -- mean of all rows (B, d_t) ---+
///   visual: LSTM pair (B, 4 d_v) --------------+- Linear, ReLU, LayerNorm -- u_m (B, d) -+- own sigmoid(Linear): p_m
///   acoustic: LSTM pair (B, 4 d_a) ------------+                                         +- one sigmoid(Linear): s_m
///   p_t p_v p_a s_t s_v s_a (B, 6, d) -- transformer -- (B, 6d) -- Linear, Dropout, ReLU - Linear -> (B)
/// Minimised: squared error + similarity of the s_m (CMD, or a discriminator behind reversed gradients) + difference
/// of p_m from s_m and of the p_m from each other + error of Linear(p_m + s_m) against u_m.
class Misa final : public Model {
 public:
  Misa(const MisaOptions& options, const ModelInputs& inputs);
  Prediction predict(const Batch& batch) const override;
  NamedTensors trace(const Batch& batch) const override;
  Losses losses(const Batch& batch, const Step& step) override;
  std::vector<Stage> stages() const override;
  Needs needs() const override;
  Bert* text_encoder() override { return text_.bert(); }
  Criterion criterion() const override;
  std::vector<std::string> without_gradient() const override;

  /// (B, d) each.
  struct Parts {
    PerModality<Tensor> projected, specific, shared, rebuilt;
  };
  Parts split(const Batch& batch, const Draws& draws) const;
  Tensor fuse(const Parts& parts, const Batch& batch, const Draws& draws) const;   ///< (B, 6, d)
  Tensor read(const Tensor& fused, const Batch& batch, const Draws& draws) const;  ///< (B, 6, d) -> (B)

 private:
  bool stays(const std::string& name) const;  ///< a parameter of the text encoder that is frozen with its layer
  void add_similarity(Losses& losses, const Parts& parts, const Batch& batch, const Draws& draws) const;
  void add_difference(Losses& losses, const Parts& parts) const;

  MisaOptions options_;
  TextStream text_;
  std::shared_ptr<LstmPair> visual_, acoustic_;
  PerModality<std::shared_ptr<Linear>> project_, specific_, rebuild_;
  PerModality<std::shared_ptr<LayerNorm>> norm_;
  std::shared_ptr<Linear> shared_;
  std::vector<std::shared_ptr<TransformerBlock>> fusion_;
  std::vector<std::shared_ptr<Linear>> head_;
  std::shared_ptr<Mlp> discriminator_;  ///< null unless similarity is adversarial
};

}  // namespace mmim
