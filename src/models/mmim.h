#pragma once
#include "information/barber_agakov.h"
#include "information/contrastive.h"
#include "models/parts/text_stream.h"
#include "nn/lstm_encoder.h"

namespace mmim {

/// All options of MMIM; defaults are the paper's equations with Table 3's values for MOSI (docs/equations.md).
struct MmimOptions final : OptionsOf<MmimOptions> {
  std::vector<std::string> modalities{"text", "visual", "acoustic"};  ///< pairs and contrasts of others are left out
  TextStream::Training text = TextStream::Training::fine_tuned;
  double alpha = 0.3, beta = 0.1;
  double learning_rate_text = 5e-5, learning_rate_main = 1e-3, learning_rate_likelihood = 5e-3;
  double weight_decay = 1e-4;
  LstmOptions visual, acoustic;
  double visual_dropout = 0, acoustic_dropout = 0;
  int64_t fusion_width = 128;
  double fusion_dropout = 0.1;
  enum class Order { text_visual_acoustic, text_acoustic_visual } fusion_order = Order::text_visual_acoustic;
  std::vector<std::string> pairs{"text-visual", "text-acoustic"};
  std::vector<std::string> contrast{"text", "visual", "acoustic"};
  BarberAgakovOptions bound;
  enum class Reset { never, pass } history_reset = Reset::never;
  int64_t entropy_from_batch = 0;
  enum class Projection { frozen, trained, decay } projection = Projection::trained;
  enum class Objectives { all, entropy_only } objectives = Objectives::all;
  Orientation orientation = Orientation::representations;
  int64_t predictor_layers = 1;
  Activation predictor_activation = Activation::tanh;
  Clip clip;
  double likelihood_share = 1;
  // What neither the paper nor the published program has; by default nothing of it is on.
  bool unit = false;  ///< every representation has length 1 wherever it is read
  /// residual: the prediction from text alone plus that from Z. gated: the latter times a number from 0 to 1 out of Z.
  enum class Head { fusion, residual, gated } head = Head::fusion;
  double modality_dropout = 0;           ///< of a stream other than text, before fusion
  std::vector<std::string> stop_text{};  ///< "bound", "contrast": terms whose gradient does not reach text
  int64_t anneal = 0;                    ///< epochs in which alpha and beta rise from 0
  ScheduleOptions schedule{.kind = ScheduleOptions::Kind::plateau};

  void list(Options& o) override;
  std::shared_ptr<Model> build(const ModelInputs& inputs) const override;
};

/// MultiModal InfoMax (Han, Chen, Poria; EMNLP 2021).
///   tokens --- BERT [CLS] --------- h_t (B, d_t) -+
///   visual --- LSTM final state --- h_v (B, d_v) -+- concat - Linear, tanh, Linear, tanh = Z (B, 128) - Linear -> (B)
///   acoustic - LSTM final state --- h_a (B, d_a) -+                                        |
///              eq. 2                     |                                                 |
///              Barber-Agakov bound of each pair, eq. 3-9            contrastive bound Z <-> h_m, eq. 10-12
///   likelihood stage: -sum L_lld, steps q alone (Algorithm 1)
///   main stage: |y - prediction| + alpha L_CPC - beta (L_lld + H), steps everything but q (eq. 13, 14)
class Mmim final : public Model {
 public:
  Mmim(const MmimOptions& options, const ModelInputs& inputs);

  Prediction predict(const Batch& batch) const override;  ///< scores: "text", "visual", "acoustic": cosines of eq. 10
  Observed observe(const Batch& batch) const override;    ///< rows: the representations of the modalities of pairs
  /// "I_BA/text-visual", ...: the bound of each pair over a split, whose rows alone give the entropy.
  std::vector<std::pair<std::string, double>> split_summary(const NamedTensors& rows,
                                                            const Tensor& labels) const override;
  NamedTensors trace(const Batch& batch) const override;
  Losses losses(const Batch& batch, const Step& step) override;
  std::vector<Stage> stages() const override;
  Needs needs() const override;
  Bert* text_encoder() override { return text_ ? text_->bert() : nullptr; }
  std::vector<std::string> without_gradient() const override;
  void begin(const Pass& pass) override;
  void save_state(Archive& archive) const override;
  void load_state(const Archive& archive) override;

  /// One vector per modality that the model has, each (B, d_m); the others undefined.
  PerModality<Tensor> encode(const Batch& batch, const Draws& draws) const;
  /// Z (B, fusion width).
  Tensor fuse(const PerModality<Tensor>& h, const Batch& batch, const Draws& draws) const;
  Tensor read(const Tensor& fused) const;                                     ///< (B, width) -> (B)
  Tensor sentiment(const PerModality<Tensor>& h, const Tensor& fused) const;  ///< (B), as the head has it
  Tensor reconstruct(Modality modality, const Tensor& fused) const;           ///< G_m(Z): (B, d_m)
  LstmEncoder& encoder(Modality modality) { return modality == Modality::visual ? *visual_ : *acoustic_; }
  BarberAgakov& bound(const std::string& pair);  ///< "text-visual", ...

 private:
  struct Pair {
    std::string name;
    Modality x, y;
    std::shared_ptr<BarberAgakov> bound;
  };
  Tensor kept(const Batch& batch, const Draws& draws) const;  ///< (B, 1): 0 for a stream that is dropped
  Prediction predict_from(const PerModality<Tensor>& h, const Batch& batch) const;
  /// h where a term is read whose gradient may stop before text.
  PerModality<Tensor> stopped(const PerModality<Tensor>& h, const char* term) const;
  double rising(const Step& step) const;  ///< what alpha and beta are multiplied by
  bool has_bounds() const { return !pairs_.empty() && options_.objectives == MmimOptions::Objectives::all; }
  Losses likelihood_losses(const PerModality<Tensor>& h, int64_t count, const Step& step) const;
  void add_entropy(Losses& losses, const PerModality<Tensor>& h, const Batch& batch, const Step& step);

  bool has(Modality modality) const;
  MmimOptions options_;
  std::optional<TextStream> text_;
  std::shared_ptr<LstmEncoder> visual_, acoustic_;
  std::shared_ptr<Mlp> fusion_;
  std::shared_ptr<Linear> head_, text_head_, gate_;  ///< the latter two where the head has them
  std::vector<Pair> pairs_;
  std::vector<std::pair<Modality, std::shared_ptr<Mlp>>> predictors_;
};

}  // namespace mmim
