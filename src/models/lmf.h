#pragma once
#include "models/parts/subnet.h"
#include "models/task_model.h"

namespace mmim {

/// Options of LMF; defaults are those of the authors' code, within its search space where it searches.
struct LmfOptions final : OptionsOf<LmfOptions> {
  TextStream::Training text = TextStream::Training::frozen;
  PerModality<int64_t> hidden{128, 16, 16};  ///< text: of the LSTM
  int64_t text_out = 64, rank = 4;
  PerModality<double> dropout{0.15, 0.15, 0.15};
  bool train_fusion_weights = true;  ///< false: no stage steps the sum over ranks (MMSA)
  RegressionOptions loss{.reduction = RegressionOptions::Reduction::sum};
  double learning_rate = 1e-3, learning_rate_factors = 1e-3, learning_rate_text = 5e-5, weight_decay = 1e-3;
  Clip clip{.kind = Clip::Kind::none};
  void list(Options& o) override;
  std::shared_ptr<Model> build(const ModelInputs& inputs) const override;
};

/// Low-rank Multimodal Fusion (Liu et al., ACL 2018): TFN's linear map of the outer product, its weights a sum of
/// `rank` rank-one tensors, so that the product is never formed (section 3.3).
///   rows of each modality -- Subnets -- t, v, a (B, h_m) -- [1; .] times the factor (rank, 1 + h_m) -> p_m (B, rank)
///   p_t * p_v * p_a elementwise (B, rank) -- Linear -> (B)
/// The Linear's weights are learned, as the authors' code has them; the paper sums over the ranks.
class Lmf final : public TaskModel {
 public:
  Lmf(const LmfOptions& options, const ModelInputs& inputs);
  std::vector<Stage> stages() const override;
  Needs needs() const override;
  Bert* text_encoder() override { return subnets_.text().bert(); }
  std::vector<std::string> without_gradient() const override { return subnets_.text().without_gradient(); }

  /// One vector per modality; `training` moves the running statistics of BatchNorm.
  PerModality<Tensor> encode(const Batch& batch, const Draws& draws, bool training) const {
    return subnets_.encode(batch, draws, training);
  }
  PerModality<Tensor> project(const PerModality<Tensor>& h) const;  ///< (B, h_m) each -> (B, rank) each
  static Tensor fuse(const PerModality<Tensor>& projected) {
    return projected.acoustic * projected.visual * projected.text;
  }
  Tensor read(const Tensor& fused) const { return fusion_->forward(fused).squeeze(1); }  ///< (B, rank) -> (B)

 private:
  NamedTensors steps(const Batch& batch, const Draws& draws) const override;
  LmfOptions options_;
  Subnets subnets_;
  PerModality<Tensor> factors_;
  std::shared_ptr<Linear> fusion_;
};

}  // namespace mmim
