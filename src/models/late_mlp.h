#pragma once
#include "models/parts/text_stream.h"
#include "models/task_model.h"
#include "nn/mlp.h"

namespace mmim {

struct LateMlpOptions final : OptionsOf<LateMlpOptions> {
  TextStream::Training text = TextStream::Training::frozen;
  PerModality<int64_t> hidden{64, 32, 16};
  int64_t fusion_width = 64;
  PerModality<double> dropout{0.1, 0.1, 0.1};
  double fusion_dropout = 0.1;
  RegressionOptions loss;
  double learning_rate = 1e-3, learning_rate_text = 5e-5, weight_decay = 0;
  Clip clip{.kind = Clip::Kind::none};
  void list(Options& o) override;
  std::shared_ptr<Model> build(const ModelInputs& inputs) const override;
};

/// Late fusion of what every stream says on average. No published system: a reference.
///   rows of each modality (N, d_m) -- mean of each utterance's (B, d_m) -- Dropout - 2 x (Linear, ReLU) (B, h_m)
///   -- all three, text first (B, sum of h_m) -- Dropout - Linear, ReLU - Linear -> (B)
class LateMlp final : public TaskModel {
 public:
  LateMlp(const LateMlpOptions& options, const ModelInputs& inputs);
  std::vector<Stage> stages() const override;
  Needs needs() const override;
  Bert* text_encoder() override { return text_.bert(); }
  std::vector<std::string> without_gradient() const override { return text_.without_gradient(); }

 private:
  NamedTensors steps(const Batch& batch, const Draws& draws) const override;
  LateMlpOptions options_;
  TextStream text_;
  PerModality<std::shared_ptr<Mlp>> streams_;
  std::shared_ptr<Mlp> head_;
};

}  // namespace mmim
