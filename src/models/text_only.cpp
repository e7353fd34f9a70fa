#include "models/text_only.h"

#include "models/parts/stage_parts.h"

namespace mmim {

void TextOnlyOptions::list(Options& o) {
  TextStream::list(o, "text", text, "fine-tuned");
  o.add("learning_rate", learning_rate, {"Adam's rate", at_least(0), "5e-5"});
  o.add("weight_decay", weight_decay, {"coupled decay", at_least(0), "0"});
  list_clip(o, clip, "none");
}

std::shared_ptr<Model> TextOnlyOptions::build(const ModelInputs& inputs) const {
  return std::make_shared<TextOnly>(*this, inputs);
}

TextOnly::TextOnly(const TextOnlyOptions& options, const ModelInputs& inputs)
    : TaskModel({}),
      options_(options),
      text_(*this, inputs, options.text, Pool::cls),
      head_{register_module("head", std::make_shared<Linear>(text_.width(), 1))} {}

NamedTensors TextOnly::steps(const Batch& batch, const Draws& draws) const {
  return {{"sentiment", head_->forward(text_.vector(batch, draws.stream("text"))).squeeze(1)}};
}

std::vector<Stage> TextOnly::stages() const {
  return {main_stage({whole_group(*this, options_.learning_rate, options_.weight_decay)}, options_.clip)};
}

}  // namespace mmim
