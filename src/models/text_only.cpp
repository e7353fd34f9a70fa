#include "models/text_only.h"

#include <algorithm>

namespace mmim {

void TextOnlyOptions::list(Options& o) {
  o.add("learning_rate", learning_rate, {"Adam's rate", at_least(0), "5e-5"});
  o.add("weight_decay", weight_decay, {"coupled decay", at_least(0), "0"});
  o.choice("clip.kind", clip.kind,
           {{"none", Clip::Kind::none}, {"norm", Clip::Kind::norm}, {"value", Clip::Kind::value}},
           {"how gradients are clipped", {}, "none"});
  o.add("clip.limit", clip.limit, {"largest norm (or value) of a gradient", above(0), ""});
}

std::shared_ptr<Model> TextOnlyOptions::build(const ModelInputs& inputs) const {
  return std::make_shared<TextOnly>(*this, inputs);
}

TextOnly::TextOnly(const TextOnlyOptions& options, const ModelInputs& inputs)
    : options_(options),
      text_{register_module("text", std::make_shared<Bert>(inputs.text, inputs.compute))},
      head_{register_module("head", std::make_shared<Linear>(inputs.text.width, 1))} {}

Prediction TextOnly::predict(const Batch& batch) { return {head_->forward(text_->cls(batch.tokens)).squeeze(1), {}}; }

Losses TextOnly::losses(const Batch& batch, const Step& step) {
  const Tensor h = text_->cls(batch.tokens, step.random.draws("dropout").stream("text"));
  Losses losses;
  losses.add("task", (head_->forward(h).squeeze(1) - batch.labels).abs().mean(), 1, batch.size());
  return losses;
}

std::vector<Stage> TextOnly::stages() {
  ParameterGroup group{"all", {}, options_.learning_rate, options_.weight_decay};
  const std::vector<std::string> none = without_gradient();
  for (const auto& parameter : named_parameters())
    if (std::find(none.begin(), none.end(), parameter.key()) == none.end())
      group.parameters.push_back({parameter.key(), parameter.value()});
  return {{"main", {group}, {}, {}, options_.clip, 1}};
}

std::vector<std::string> TextOnly::without_gradient() const {
  return {"text.pooler.dense.weight", "text.pooler.dense.bias"};
}

}  // namespace mmim
