#pragma once
#include "models/parts/subnet.h"
#include "models/task_model.h"

namespace mmim {

/// Options of TFN; defaults are those of the PyTorch code that the parity tests replay.
struct TfnOptions final : OptionsOf<TfnOptions> {
  TextStream::Training text = TextStream::Training::frozen;
  PerModality<int64_t> hidden{128, 16, 4};  ///< text: of the LSTM
  int64_t text_out = 64, post_fusion = 32;
  PerModality<double> dropout{0.3, 0.3, 0.3};
  double post_fusion_dropout = 0.3;
  double label_low = LabelRange{}.low, label_high = LabelRange{}.high;  ///< as they are: the range of the data's labels
  RegressionOptions loss{.reduction = RegressionOptions::Reduction::sum};
  double learning_rate = 1e-3, learning_rate_text = 5e-5, weight_decay = 0;
  Clip clip{.kind = Clip::Kind::none};
  void list(Options& o) override;
  std::shared_ptr<Model> build(const ModelInputs& inputs) const override;
};

/// Tensor Fusion Network (Zadeh et al., EMNLP 2017).
///   text rows (B, T, d_t) -- LSTM, last state -- Dropout - Linear ------------ t (B, 64) -+
///   visual rows -- mean over the padded time -- BatchNorm - Dropout
///                  - 3 x (Linear, ReLU) ------------------------------------- v (B, 16) -+- [1;a] x [1;v] x [1;t]
///   acoustic rows -- the same ------------------------------------------------ a (B, 4) --+   (B, 5 * 17 * 65), eq. 4
///   -- Dropout - Linear, ReLU - Linear, ReLU - Linear - sigmoid, stretched to the label range -> (B)
/// Streams are padded to the length and on the side of the data set; text behind, with what BERT gives its padding.
class Tfn final : public TaskModel {
 public:
  Tfn(const TfnOptions& options, const ModelInputs& inputs);
  std::vector<Stage> stages() const override;
  Needs needs() const override;
  Bert* text_encoder() override { return subnets_.text().bert(); }
  std::vector<std::string> without_gradient() const override { return subnets_.text().without_gradient(); }

  /// One vector per modality; `training` moves the running statistics of BatchNorm.
  PerModality<Tensor> encode(const Batch& batch, const Draws& draws, bool training) const {
    return subnets_.encode(batch, draws, training);
  }
  /// Outer product of the vectors, a constant 1 before each: flat, acoustic slowest, text fastest.
  static Tensor fuse(const PerModality<Tensor>& h);
  Tensor read(const Tensor& fused, const Batch& batch, const Draws& draws) const;  ///< (B, product) -> (B)

 private:
  NamedTensors steps(const Batch& batch, const Draws& draws) const override;
  TfnOptions options_;
  LabelRange output_;
  Subnets subnets_;
  std::shared_ptr<Mlp> head_;
};

}  // namespace mmim
