#include "models/tfn.h"

#include "kernels/dropout.h"
#include "models/parts/stage_parts.h"

namespace mmim {

void TfnOptions::list(Options& o) {
  TextStream::list(o, "text", text, "frozen BERT features in Table 2, GloVe in the paper");
  o.add("hidden.text", hidden.text, {"width of the text LSTM", between(1, 4096), "MMSA: 128; Justin1904: 128"});
  o.add("hidden.visual", hidden.visual, {"width of the visual network", between(1, 4096), "MMSA: 128; Justin1904: 16"});
  o.add("hidden.acoustic", hidden.acoustic,
        {"width of the acoustic network", between(1, 4096), "MMSA: 32 (MOSI), 16 (MOSEI); Justin1904: 4"});
  o.add("text_out", text_out,
        {"width of the text vector", between(1, 4096), "MMSA: 32 (MOSI), 128 (MOSEI); Justin1904: 64"});
  o.add("post_fusion", post_fusion,
        {"width of the layers after the fusion", between(1, 65536), "MMSA: 64 (MOSI), 16 (MOSEI); Justin1904: 32"});
  for (const Modality m : kModalities)
    o.add("dropout." + word(m), dropout[m],
          {"before the network of a mean, after the text LSTM", between(0, 0.99),
           m == Modality::text ? "MMSA: 0 with one LSTM layer; Justin1904: .3" : "MMSA: .3 (MOSI), .4 (MOSEI)"});
  o.add("post_fusion_dropout", post_fusion_dropout,
        {"of the fused tensor", between(0, 0.99), "MMSA: .5 (MOSI), .4 (MOSEI); Justin1904: .3"});
  o.add("label_low", label_low,
        {"lower end of predictions; -3 to 3 stands for the range of the labels", {}, "-3; Keras original: -4"});
  o.add("label_high", label_high,
        {"upper end of predictions; -3 to 3 stands for the range of the labels", {}, "3; Keras original: 4"});
  loss.list(o, "Justin1904: absolute, sum; MMSA: absolute, mean");
  o.add("learning_rate", learning_rate, {"Adam's rate", at_least(0), "MMSA: 1e-3 (MOSI), 5e-3 (MOSEI)"});
  o.add("learning_rate_text", learning_rate_text, {"Adam's rate for a fine-tuned text encoder", at_least(0), ""});
  o.add("weight_decay", weight_decay, {"coupled decay", at_least(0), "0"});
  list_clip(o, clip, "none");
}

std::shared_ptr<Model> TfnOptions::build(const ModelInputs& inputs) const {
  return std::make_shared<Tfn>(*this, inputs);
}

namespace {

LabelRange output_range(const TfnOptions& o, LabelRange labels) {
  const LabelRange given{o.label_low, o.label_high};
  return given == LabelRange{} ? labels : given;
}

}  // namespace

Tfn::Tfn(const TfnOptions& o, const ModelInputs& inputs)
    : TaskModel(o.loss),
      options_(o),
      output_(output_range(o, inputs.labels)),
      subnets_(*this, inputs, {o.text, o.hidden, o.text_out, o.dropout}),
      head_{register_module(
          "head",
          std::make_shared<Mlp>(std::vector<int64_t>{(o.hidden.acoustic + 1) * (o.hidden.visual + 1) * (o.text_out + 1),
                                                     o.post_fusion, o.post_fusion, 1},
                                Activation::relu))} {}

Tensor Tfn::fuse(const PerModality<Tensor>& h) {
  const Tensor a = with_one(h.acoustic), v = with_one(h.visual), t = with_one(h.text);
  return (a.unsqueeze(2) * v.unsqueeze(1)).flatten(1).unsqueeze(2).mul(t.unsqueeze(1)).flatten(1);
}

Tensor Tfn::read(const Tensor& fused, const Batch& batch, const Draws& draws) const {
  const Tensor kept = dropout(fused, options_.post_fusion_dropout, utterance_ids(batch), draws.stream("fusion"));
  return at::sigmoid(head_->forward(kept).squeeze(1)) * (output_.high - output_.low) + output_.low;
}

NamedTensors Tfn::steps(const Batch& batch, const Draws& draws) const {
  const PerModality<Tensor> h = encode(batch, draws, draws.active);
  const Tensor fused = fuse(h);
  return {{"text", h.text},
          {"visual", h.visual},
          {"acoustic", h.acoustic},
          {"fused", fused},
          {"sentiment", read(fused, batch, draws)}};
}

std::vector<Stage> Tfn::stages() const {
  return {main_stage(text_and_rest(*this, options_.learning_rate_text, options_.learning_rate, options_.weight_decay),
                     options_.clip)};
}

Needs Tfn::needs() const {
  return {.modalities = {kModalities.begin(), kModalities.end()},
          .padded = true,
          .text = subnets_.text().needs(),
          .text_rows = subnets_.text_rows()};
}

}  // namespace mmim
