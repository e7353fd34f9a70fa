#include "models/late_mlp.h"

#include "kernels/dropout.h"
#include "models/parts/stage_parts.h"

namespace mmim {

void LateMlpOptions::list(Options& o) {
  TextStream::list(o, "text", text, "");
  for (const Modality m : kModalities) {
    o.add("hidden." + word(m), hidden[m], {"width of the modality's network", between(1, 4096), ""});
    o.add("dropout." + word(m), dropout[m], {"of the modality's mean row", between(0, 0.99), ""});
  }
  o.add("fusion_width", fusion_width, {"width of the layer after the fusion", between(1, 65536), ""});
  o.add("fusion_dropout", fusion_dropout, {"of the concatenated vectors", between(0, 0.99), ""});
  loss.list(o, "");
  o.add("learning_rate", learning_rate, {"Adam's rate", at_least(0), ""});
  o.add("learning_rate_text", learning_rate_text, {"Adam's rate for a fine-tuned text encoder", at_least(0), ""});
  o.add("weight_decay", weight_decay, {"coupled decay", at_least(0), ""});
  list_clip(o, clip, "");
}

std::shared_ptr<Model> LateMlpOptions::build(const ModelInputs& inputs) const {
  return std::make_shared<LateMlp>(*this, inputs);
}

LateMlp::LateMlp(const LateMlpOptions& o, const ModelInputs& inputs)
    : TaskModel(o.loss), options_(o), text_(*this, inputs, o.text, Pool::mean) {
  const PerModality<int64_t> widths{text_.width(), inputs.widths.visual, inputs.widths.acoustic};
  const auto add = [this](const std::string& name, const std::vector<int64_t>& sizes) {
    return register_module(name, std::make_shared<Mlp>(sizes, Activation::relu));
  };
  streams_ = {add("language", {widths.text, o.hidden.text, o.hidden.text}),
              add("visual", {widths.visual, o.hidden.visual, o.hidden.visual}),
              add("acoustic", {widths.acoustic, o.hidden.acoustic, o.hidden.acoustic})};
  head_ = add("head", {o.hidden.text + o.hidden.visual + o.hidden.acoustic, o.fusion_width, 1});
}

NamedTensors LateMlp::steps(const Batch& batch, const Draws& draws) const {
  const Tensor identities = utterance_ids(batch);
  PerModality<Tensor> h;
  for (const Modality m : kModalities) {
    const Tensor mean = m == Modality::text ? text_.vector(batch, draws.stream("text")) : means(batch.streams[m]);
    const Tensor kept = dropout(mean, options_.dropout[m], identities, draws.stream("mean").stream(word(m)));
    h[m] = at::relu(streams_[m]->forward(kept));
  }
  const Tensor fused = at::cat({h.text, h.visual, h.acoustic}, 1);
  const Tensor kept = dropout(fused, options_.fusion_dropout, identities, draws.stream("fusion"));
  return {
      {"text", h.text}, {"visual", h.visual}, {"acoustic", h.acoustic}, {"sentiment", head_->forward(kept).squeeze(1)}};
}

std::vector<Stage> LateMlp::stages() const {
  return {main_stage(text_and_rest(*this, options_.learning_rate_text, options_.learning_rate, options_.weight_decay),
                     options_.clip)};
}

Needs LateMlp::needs() const { return {.modalities = {kModalities.begin(), kModalities.end()}, .text = text_.needs()}; }

}  // namespace mmim
