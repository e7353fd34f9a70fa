#pragma once
#include "models/parts/text_stream.h"
#include "models/task_model.h"
#include "nn/convolution.h"
#include "nn/crossmodal_encoder.h"
#include "nn/mlp.h"

namespace mmim {

/// Options of MulT; defaults are those of the code that the parity tests replay.
struct MultOptions final : OptionsOf<MultOptions> {
  TextStream::Training text = TextStream::Training::frozen;
  bool aligned = false;  ///< visual and acoustic rows are put on word pieces first
  enum class Padding { front, stored } padding = Padding::front;
  int64_t width = 30, heads = 5, layers = 5;
  PerModality<int64_t> kernel{1, 1, 1};
  bool positions = true, mask = true;
  PerModality<double> attention_dropout{0.1, 0, 0};  ///< by the stream that is read; text: self-attention too
  double text_dropout = 0.25, embed_dropout = 0.25, relu_dropout = 0.1, residual_dropout = 0.1, output_dropout = 0;
  RegressionOptions loss;
  double learning_rate = 1e-3, learning_rate_text = 5e-5, weight_decay = 0;
  int64_t accumulate = 1;
  Stage::Tail tail = Stage::Tail::step;
  Clip clip{.kind = Clip::Kind::norm, .limit = 0.8};
  ScheduleOptions schedule{.kind = ScheduleOptions::Kind::plateau, .factor = 0.1, .patience = 20};
  void list(Options& o) override;
  std::shared_ptr<Model> build(const ModelInputs& inputs) const override;
};

/// Multimodal Transformer (Tsai, Bai et al., ACL 2019). l, a, v: text, acoustic, visual; d: the common width.
///   rows of m, padded (B, T_m, d_m) -- Conv1d over time, eq. 1 ----------------------------------- x_m (B, T_m', d)
///   x_l reads x_a, x_l reads x_v -- two crossmodal encoders, eq. 2-5, side by side ------------------ (B, T_l', 2d)
///     -- self-attention encoder, at least three layers -- its last row ------------------------------- h_l (B, 2d)
///   x_a reads x_l and x_v, x_v reads x_l and x_a -- the same ---------------------------------- h_a, h_v (B, 2d)
///   h = [h_l; h_a; h_v] -- h + Linear(Dropout(ReLU(Linear(h)))) - Linear -- (B)
/// A convolution of a stream that has width d already is left out. Nothing hides padding: rows of zeros stay zeros in a
/// convolution of one row without bias and have no position; behind a text stand the rows of BERT's padding.
class Mult final : public TaskModel {
 public:
  Mult(const MultOptions& options, const ModelInputs& inputs);  ///< ConfigError for a kernel longer than its stream
  std::vector<Stage> stages() const override;
  Needs needs() const override;
  Bert* text_encoder() override { return text_.bert(); }
  std::vector<std::string> without_gradient() const override { return text_.without_gradient(); }

  PerModality<Ragged> project(const Batch& batch, const Draws& draws) const;  ///< x, rows of one length per stream
  /// The rows of `target` that have read those of `source`: (B * T_target', d).
  Ragged cross(Modality target, Modality source, const PerModality<Ragged>& x, const Draws& draws) const;
  Ragged remember(Modality target, const PerModality<Ragged>& x, const Draws& draws) const;  ///< (B * T_target', 2d)
  Tensor summary(const PerModality<Ragged>& x, const Draws& draws) const;                    ///< h (B, 6d)
  Tensor read(const Tensor& h, const Batch& batch, const Draws& draws) const;                ///< (B, 6d) -> (B)

 private:
  NamedTensors steps(const Batch& batch, const Draws& draws) const override;
  MultOptions options_;
  PerModality<FixedLength> padded_;
  TextStream text_;
  PerModality<std::shared_ptr<Convolution>> convolution_;               ///< null: left out
  PerModality<PerModality<std::shared_ptr<CrossmodalEncoder>>> cross_;  ///< by target, source
  PerModality<std::shared_ptr<CrossmodalEncoder>> memory_;
  std::shared_ptr<Mlp> residual_;
  std::shared_ptr<Linear> head_;
};

}  // namespace mmim
