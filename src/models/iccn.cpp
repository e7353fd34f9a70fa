#include "models/iccn.h"

#include "core/error.h"
#include "losses/cca.h"
#include "models/parts/stage_parts.h"

namespace mmim {

namespace {

constexpr std::array<Modality, 2> kWithText{Modality::visual, Modality::acoustic};
constexpr const char* kUnpublished = "not published";

}  // namespace

void IccnOptions::list(Options& o) {
  TextStream::list(o, "text", text, "frozen BERT features in Table 2");
  o.add("text_out", text_out, {"width of a Linear on [CLS]; 0: none", between(0, 4096), kUnpublished});
  o.add("conv_channels", conv_channels, {"channels of a stream's convolution", between(1, 4096), kUnpublished});
  o.add("conv_kernel", conv_kernel, {"rows it sees, an odd number", between(1, 99), kUnpublished});
  o.add("lstm_hidden", lstm_hidden, {"hidden width of a stream's LSTM", between(1, 4096), kUnpublished});
  o.section("image", image);
  o.add("head_hidden", head_hidden, {"hidden width of the head", between(1, 65536), kUnpublished});
  o.add("dropout", dropout, {"in the head", between(0, 0.99), kUnpublished});
  o.choice("training", training, {{"joint", Training::joint}, {"alternate", Training::alternate}},
           {"one objective, or in each epoch a stage for the correlation and one for the task", {}, kUnpublished});
  o.add("correlation", correlation, {"joint: weight of the correlation", at_least(0), kUnpublished});
  o.add("ridge", ridge, {"on the diagonal of both covariances", at_least(0), "deep CCA: 1e-4 to 1e-3"});
  o.add("top", top, {"correlations that count, the largest; 0: all", between(0, 65536), kUnpublished});
  loss.list(o, kUnpublished);
  o.add("learning_rate", learning_rate, {"Adam's rate", at_least(0), kUnpublished});
  o.add("learning_rate_text", learning_rate_text, {"Adam's rate for a fine-tuned text encoder", at_least(0), ""});
  o.add("weight_decay", weight_decay, {"coupled decay", at_least(0), kUnpublished});
  list_clip(o, clip, kUnpublished);
}

std::shared_ptr<Model> IccnOptions::build(const ModelInputs& inputs) const {
  return std::make_shared<Iccn>(*this, inputs);
}

Iccn::Iccn(const IccnOptions& o, const ModelInputs& inputs) : options_(o), text_(*this, inputs, o.text, Pool::cls) {
  if (o.conv_kernel % 2 == 0)
    throw ConfigError("a convolution that keeps every row sees an odd number of rows, not " +
                      std::to_string(o.conv_kernel));
  if (o.text_out > 0) language_ = register_module("language", std::make_shared<Linear>(text_.width(), o.text_out));
  const int64_t text_width = o.text_out > 0 ? o.text_out : text_.width();
  for (const Modality m : kWithText) {
    const std::string of = "." + word(m);
    convolution_[m] = register_at(*this, "convolution" + of,
                                  std::make_shared<Convolution>(inputs.widths[m], o.conv_channels, o.conv_kernel,
                                                                o.conv_kernel / 2, /*with_bias=*/true));
    encoder_[m] = register_at(
        *this, "encoder" + of,
        std::make_shared<LstmEncoder>(o.conv_channels, LstmOptions{.hidden = o.lstm_hidden}, inputs.compute));
    image_[m] = register_at(*this, "image" + of, std::make_shared<ImageNetwork>(text_width, o.lstm_hidden, o.image));
  }
  head_ = register_module(
      "head",
      std::make_shared<Mlp>(std::vector<int64_t>{text_width + 2 * o.image.out, o.head_hidden, 1}, Activation::relu));
}

Iccn::Encoded Iccn::encode(const Batch& batch, const Draws& draws) const {
  Encoded encoded;
  const Tensor text = text_.vector(batch, draws.stream("text"));
  encoded.h.text = language_ ? language_->forward(text) : text;
  for (const Modality m : kWithText) {
    const Ragged rows = convolution_[m]->forward(batch.streams[m]);
    encoded.h[m] = encoder_[m]->final_state(rows.with(at::relu(rows.values)));
    encoded.with_text[m] = image_[m]->forward(encoded.h.text.unsqueeze(2) * encoded.h[m].unsqueeze(1));
  }
  return encoded;
}

Tensor Iccn::read(const Encoded& e, const Batch& batch, const Draws& draws) const {
  const Tensor joined = at::cat({e.with_text.acoustic, e.h.text, e.with_text.visual}, 1);
  return head_->forward(joined, options_.dropout, utterance_ids(batch), draws.stream("head")).squeeze(1);
}

Prediction Iccn::predict(const Batch& batch) const { return {read(encode(batch, {}), batch, {}), {}}; }

NamedTensors Iccn::trace(const Batch& batch) const {
  const Encoded e = encode(batch, {});
  return {{"text", e.h.text},
          {"visual", e.h.visual},
          {"acoustic", e.h.acoustic},
          {"text-visual", e.with_text.visual},
          {"text-acoustic", e.with_text.acoustic},
          {"sentiment", read(e, batch, {})}};
}

Losses Iccn::losses(const Batch& batch, const Step& step) {
  const Draws draws = step.random.draws("dropout");
  const Encoded e = encode(batch, draws);
  const bool joint = options_.training == IccnOptions::Training::joint, first = step.pass.stage == 0;
  Losses losses;
  if (joint || !first) add_task_loss(losses, read(e, batch, draws), batch.labels, options_.loss);
  if ((joint || first) && batch.size() > options_.image.out)
    losses.add("correlation", cca_loss(e.with_text.acoustic, e.with_text.visual, options_.ridge, options_.top),
               joint ? options_.correlation : 1);
  return losses;
}

std::vector<Stage> Iccn::stages() const {
  const auto groups = text_and_rest(*this, options_.learning_rate_text, options_.learning_rate, options_.weight_decay);
  if (options_.training == IccnOptions::Training::joint) return {main_stage(groups, options_.clip)};
  Stage correlation = main_stage(groups, options_.clip), task = main_stage(groups, options_.clip);
  correlation.name = "correlation";
  for (ParameterGroup& group : correlation.groups)
    std::erase_if(group.parameters, [](const NamedParameter& one) { return one.name.starts_with("head."); });
  task.name = "task";
  return {correlation, task};
}

Needs Iccn::needs() const {
  const bool correlates = options_.training == IccnOptions::Training::alternate || options_.correlation > 0;
  return {.modalities = {kModalities.begin(), kModalities.end()},
          .least_batch = correlates ? options_.image.out + 1 : 1,
          .text = text_.needs()};
}

}  // namespace mmim
