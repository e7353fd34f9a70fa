#pragma once
#include "losses/regression.h"
#include "models/parts/text_stream.h"
#include "nn/lstm_decoder.h"
#include "nn/lstm_encoder.h"
#include "nn/memory_fusion.h"

namespace mmim {

/// One value for what all modalities share and that carries the label (y), and one for each modality's own.
template <class T>
struct Factors {
  T label{};
  PerModality<T> own;
};

/// Options of MFM; defaults are the widths that the published code ships for MOSI.
struct MfmOptions final : OptionsOf<MfmOptions> {
  TextStream::Training text = TextStream::Training::frozen;
  MemoryFusionOptions fusion;
  Factors<int64_t> z{32, {32, 80, 8}}, f{16, {88, 8, 8}};  ///< own: text, visual, acoustic
  Factors<double> dropout{0, {0.2, 0.7, 0.2}};
  double head_dropout = 0;
  double mmd_weight = 1;
  PerModality<double> reconstruction_weight{1, 0.5, 0.01};
  RegressionOptions loss;
  double learning_rate = 1e-3, learning_rate_text = 5e-5, weight_decay = 0;
  Clip clip{.kind = Clip::Kind::none};
  ScheduleOptions schedule{.kind = ScheduleOptions::Kind::plateau, .factor = 0.1, .patience = 10};
  void list(Options& o) override;
  std::shared_ptr<Model> build(const ModelInputs& inputs) const override;
};

/// Multimodal Factorization Model (Tsai, Liang et al., ICLR 2019): a Wasserstein auto-encoder.
///   rows X_m on word pieces, padded (B, T, d_m) -- LSTM, last state - Linear ----------- Z_m (B, z_m)
///   all three -- memory fusion network - Linear ------------------------------------------ Z_y (B, z_y)
///   Z_k -- Linear, ReLU - Dropout - Linear, ReLU -------------------------------------- F_k (B, f_k), k = y, l, v, a
///   [F_y; F_m] -- LSTM that reads its own states - Linear ------------------------------- X_m' (B, T, d_m)
///   F_y -- Linear, ReLU - Dropout - Linear ----------------------------------------------- (B)
/// Minimised, eq. 3: error of the label + sum_m weight_m mean (X_m' - X_m)^2, padding included, + weight sum_k MMD(Z_k,
/// N(0, I)). The code's other search, a beta-VAE with KL terms in place of MMD, is not here: the paper has MMD.
class Mfm final : public Model {
 public:
  Mfm(const MfmOptions& options, const ModelInputs& inputs);
  Prediction predict(const Batch& batch) const override;
  NamedTensors trace(const Batch& batch) const override;
  Losses losses(const Batch& batch, const Step& step) override;
  std::vector<Stage> stages() const override;
  Needs needs() const override;
  Bert* text_encoder() override { return text_.bert(); }
  std::vector<std::string> without_gradient() const override { return text_.without_gradient(); }

  PerModality<Ragged> rows(const Batch& batch, const Draws& draws) const;                           ///< X, T rows each
  Tensor encode_label(const PerModality<Ragged>& x, const Draws& draws) const;                      ///< Z_y
  Factors<Tensor> encode(const PerModality<Ragged>& x, const Draws& draws) const;                   ///< Z
  Tensor label_factor(const Tensor& z, const Batch& batch, const Draws& draws) const;               ///< Z_y -> F_y
  Factors<Tensor> factors(const Factors<Tensor>& z, const Batch& batch, const Draws& draws) const;  ///< F
  PerModality<Tensor> decode(const Factors<Tensor>& f) const;                                       ///< X'
  Tensor read(const Tensor& f, const Batch& batch, const Draws& draws) const;                       ///< F_y -> (B)
  /// Losses take these (B, z) for draws from N(0, I) from now on: for recorded ones.
  void replay(Factors<Tensor> gaussian) { replayed_ = std::move(gaussian); }

 private:
  MfmOptions options_;
  FixedLength padded_;
  TextStream text_;
  PerModality<std::shared_ptr<LstmEncoder>> encoder_;
  std::shared_ptr<MemoryFusion> fusion_;
  std::shared_ptr<Linear> label_code_;
  Factors<std::shared_ptr<Mlp>> factor_;
  PerModality<std::shared_ptr<LstmDecoder>> decoder_;
  std::shared_ptr<Mlp> head_;
  std::optional<Factors<Tensor>> replayed_;
};

}  // namespace mmim
