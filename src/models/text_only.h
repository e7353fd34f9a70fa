#pragma once
#include "models/catalog.h"

namespace mmim {

struct TextOnlyOptions final : ModelOptions {
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
  Needs needs() const override { return {}; }
  Bert* text_encoder() override { return text_.get(); }
  std::vector<std::string> without_gradient() const override;

 private:
  TextOnlyOptions options_;
  std::shared_ptr<Bert> text_;
  std::shared_ptr<Linear> head_;
};

}  // namespace mmim
