#pragma once
#include "models/parts/text_stream.h"
#include "models/task_model.h"

namespace mmim {

struct TextOnlyOptions final : OptionsOf<TextOnlyOptions> {
  TextStream::Training text = TextStream::Training::fine_tuned;
  double learning_rate = 5e-5;
  double weight_decay = 0;
  Clip clip{.kind = Clip::Kind::none};
  void list(Options& o) override;
  std::shared_ptr<Model> build(const ModelInputs& inputs) const override;
};

/// tokens -- BERT [CLS] (B, d) -- Linear --> (B); L1 loss, one Adam, one stage. No published system: the reference.
class TextOnly final : public TaskModel {
 public:
  TextOnly(const TextOnlyOptions& options, const ModelInputs& inputs);
  std::vector<Stage> stages() const override;
  Needs needs() const override { return {.text = text_.needs()}; }
  Bert* text_encoder() override { return text_.bert(); }
  std::vector<std::string> without_gradient() const override { return text_.without_gradient(); }

 private:
  NamedTensors steps(const Batch& batch, const Draws& draws) const override;
  TextOnlyOptions options_;
  TextStream text_;
  std::shared_ptr<Linear> head_;
};

}  // namespace mmim
