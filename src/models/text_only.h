#pragma once
#include "models/text_stream.h"

namespace mmim {

struct TextOnlyOptions final : ModelOptions {
  TextStream::Training text = TextStream::Training::fine_tuned;
  double learning_rate = 5e-5;
  double weight_decay = 0;
  Clip clip{.kind = Clip::Kind::none};
  void list(Options& o) override;
  std::shared_ptr<Model> build(const ModelInputs& inputs) const override;
};

/// tokens -- BERT [CLS] (B, d) -- Linear --> (B); L1 loss, one Adam, one stage. No published system: the reference.
class TextOnly final : public Model {
 public:
  TextOnly(const TextOnlyOptions& options, const ModelInputs& inputs);
  Prediction predict(const Batch& batch) override;
  Losses losses(const Batch& batch, const Step& step) override;
  std::vector<Stage> stages() override;
  Needs needs() const override { return {.text = text_.needs()}; }
  Bert* text_encoder() override { return text_.bert(); }
  std::vector<std::string> without_gradient() const override { return text_.without_gradient(); }

 private:
  TextOnlyOptions options_;
  Tensor read(const Tensor& cls) const { return head_->forward(cls).squeeze(1); }
  TextStream text_;
  std::shared_ptr<Linear> head_;
};

}  // namespace mmim
