#include "models/early_lstm.h"

#include "kernels/dropout.h"
#include "models/parts/stage_parts.h"

namespace mmim {

void EarlyLstmOptions::list(Options& o) {
  TextStream::list(o, "text", text, "");
  o.add("hidden", hidden, {"hidden width of the LSTM", between(1, 4096), ""});
  o.add("layers", layers, {"LSTM layers", between(1, 8), ""});
  o.add("bidirectional", bidirectional, {"read the pieces in both directions", {}, ""});
  o.add("dropout", dropout, {"of the LSTM's last state", between(0, 0.99), ""});
  loss.list(o, "");
  o.add("learning_rate", learning_rate, {"Adam's rate", at_least(0), ""});
  o.add("learning_rate_text", learning_rate_text, {"Adam's rate for a fine-tuned text encoder", at_least(0), ""});
  o.add("weight_decay", weight_decay, {"coupled decay", at_least(0), ""});
  list_clip(o, clip, "");
}

std::shared_ptr<Model> EarlyLstmOptions::build(const ModelInputs& inputs) const {
  return std::make_shared<EarlyLstm>(*this, inputs);
}

EarlyLstm::EarlyLstm(const EarlyLstmOptions& o, const ModelInputs& inputs)
    : TaskModel(o.loss),
      options_(o),
      text_(*this, inputs, o.text),
      encoder_{register_module(
          "encoder",
          std::make_shared<LstmEncoder>(
              text_.width() + inputs.widths.visual + inputs.widths.acoustic,
              LstmOptions{.hidden = o.hidden, .layers = o.layers, .bidirectional = o.bidirectional}, inputs.compute))},
      head_{register_module("head", std::make_shared<Linear>(encoder_->width(), 1))} {}

NamedTensors EarlyLstm::steps(const Batch& batch, const Draws& draws) const {
  const Ragged text = text_.rows(batch, draws.stream("text"));
  const Tensor visual = aligned(batch, Modality::visual).values, acoustic = aligned(batch, Modality::acoustic).values;
  const Tensor state = encoder_->forward(text.with(at::cat({text.values, visual, acoustic}, 1)));
  const Tensor kept = dropout(state, options_.dropout, utterance_ids(batch), draws.stream("state"));
  return {{"state", state}, {"sentiment", head_->forward(kept).squeeze(1)}};
}

std::vector<Stage> EarlyLstm::stages() const {
  return {main_stage(text_and_rest(*this, options_.learning_rate_text, options_.learning_rate, options_.weight_decay),
                     options_.clip)};
}

Needs EarlyLstm::needs() const {
  return {.modalities = {kModalities.begin(), kModalities.end()}, .aligned = true, .text = text_.needs()};
}

}  // namespace mmim
