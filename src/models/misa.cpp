#include "models/misa.h"

#include "kernels/dropout.h"
#include "losses/cmd.h"
#include "models/parts/stage_parts.h"
#include "nn/gradient_reversal.h"

namespace mmim {

namespace {

constexpr int64_t kParts = 6;

/// Of a parameter of the text encoder; -1 outside its layers.
int64_t layer_of(const std::string& name) {
  const std::string start = "encoder.layer.";
  return name.starts_with(start) ? std::stoll(name.substr(start.size())) : -1;
}

}  // namespace

void MisaOptions::list(Options& o) {
  TextStream::list(o, "text", text, "fine-tuned");
  o.add("frozen_layers", frozen_layers,
        {"first layers of a fine-tuned text encoder that are never stepped", between(0, 1024),
         "code: 0 (MOSI), 9 (MOSEI); MMSA: 0"});
  o.add("hidden", hidden, {"width d of every representation", between(1, 65536), "128"});
  o.choice("activation", activation, {{"relu", Activation::relu}, {"tanh", Activation::tanh}},
           {"after the projections and in the head", {}, "relu"});
  o.add("dropout", dropout, {"in the head", between(0, 0.99), "code: .5; MMSA: .2 (MOSI), .5 (MOSEI)"});
  o.add("fusion.layers", fusion.layers, {"layers of the transformer", between(1, 64), "1"});
  o.add("fusion.heads", fusion.heads, {"heads of its attention", between(1, 1024), "2"});
  o.add("fusion.inner", fusion.inner, {"width of its inner layer", between(1, 65536), "2048"});
  o.add("fusion.dropout", fusion.dropout, {"of its probabilities, inner layer and sums", between(0, 0.99), ".1"});
  o.choice("similarity", similarity, {{"cmd", Similarity::cmd}, {"adversarial", Similarity::adversarial}},
           {"what makes shared representations alike: central moments, or a discriminator behind reversed gradients",
            {},
            "cmd"});
  o.add("moments", moments, {"cmd: highest moment", between(1, 64), "5"});
  o.add("reversal", reversal, {"adversarial: weight of the reversed gradient", at_least(0), "code: 1; MMSA: .8"});
  o.choice("difference", difference, {{"mean", DifferenceReduction::mean}, {"sum", DifferenceReduction::sum}},
           {"over the entries of the d x d product", {}, "paper: sum (squared Frobenius norm); code: mean"});
  o.add("weight.similarity", weight.similarity,
        {"of the similarity", at_least(0), "code: 1; MMSA: .3 (MOSI), .8 (MOSEI)"});
  o.add("weight.difference", weight.difference,
        {"of the difference", at_least(0), "code: .3; MMSA: .1 (MOSI), .3 (MOSEI)"});
  o.add("weight.reconstruction", weight.reconstruction, {"of the reconstruction", at_least(0), "1"});
  loss.list(o, "squared, mean");
  o.add("learning_rate", learning_rate, {"Adam's rate", at_least(0), "1e-4"});
  o.add("learning_rate_text", learning_rate_text, {"Adam's rate for a fine-tuned text encoder", at_least(0), "1e-4"});
  o.add("weight_decay", weight_decay,
        {"coupled decay", at_least(0), "code: 0; MMSA: 5e-5 (MOSEI) stands in its table and is not used"});
  list_clip(o, clip, "code: value, 1; MMSA: value, .8");
  list_clip_when(o, clip, "MMSA: batch");
  o.add("accumulate", accumulate,
        {"batches whose gradients are summed for one update", at_least(1), "code: 1; MMSA: 2"});
  o.choice("tail", tail, {{"step", Stage::Tail::step}, {"drop", Stage::Tail::drop}},
           {"batches left at the end of an epoch: one more update, or none", {}, "MMSA: drop"});
}

std::shared_ptr<Model> MisaOptions::build(const ModelInputs& inputs) const {
  return std::make_shared<Misa>(*this, inputs);
}

Misa::Misa(const MisaOptions& o, const ModelInputs& inputs)
    : options_(o),
      text_(*this, inputs, o.text, Pool::mean),
      visual_{register_module("visual",
                              std::make_shared<LstmPair>(inputs.widths.visual, inputs.widths.visual, inputs.compute))},
      acoustic_{register_module(
          "acoustic", std::make_shared<LstmPair>(inputs.widths.acoustic, inputs.widths.acoustic, inputs.compute))},
      shared_{register_module("shared", std::make_shared<Linear>(o.hidden, o.hidden))} {
  const auto linear = [&](const std::string& name, int64_t in, int64_t out) {
    return register_at(*this, name, std::make_shared<Linear>(in, out));
  };
  const PerModality<int64_t> widths{text_.width(), 4 * inputs.widths.visual, 4 * inputs.widths.acoustic};
  for (const Modality m : kModalities) {
    const std::string of = "." + word(m);
    project_[m] = linear("project" + of, widths[m], o.hidden);
    norm_[m] = register_at(*this, "norm" + of, std::make_shared<LayerNorm>(o.hidden, 1e-5));
    specific_[m] = linear("specific" + of, o.hidden, o.hidden);
    rebuild_[m] = linear("rebuild" + of, o.hidden, o.hidden);
  }
  const BlockOptions block{.width = o.hidden,
                           .heads = o.fusion.heads,
                           .inner = o.fusion.inner,
                           .norm = BlockOptions::Norm::after,
                           .attention_dropout = o.fusion.dropout,
                           .inner_dropout = o.fusion.dropout,
                           .residual_dropout = o.fusion.dropout};
  for (int64_t i = 0; i < o.fusion.layers; ++i)
    fusion_.push_back(register_at(*this, "fusion." + std::to_string(i), std::make_shared<TransformerBlock>(block)));
  head_ = {linear("head.0", kParts * o.hidden, 3 * o.hidden), linear("head.1", 3 * o.hidden, 1)};
  if (o.similarity == MisaOptions::Similarity::adversarial)
    discriminator_ = register_module("discriminator",
                                     std::make_shared<Mlp>(std::vector<int64_t>{o.hidden, o.hidden, 3}, o.activation));
  for (auto& parameter : text_.bert()->named_parameters())
    if (stays(parameter.key())) parameter.value().set_requires_grad(false);
}

Misa::Parts Misa::split(const Batch& batch, const Draws& draws) const {
  const PerModality<Tensor> utterance{text_.vector(batch, draws.stream("text")), visual_->forward(batch.streams.visual),
                                      acoustic_->forward(batch.streams.acoustic)};
  Parts parts;
  for (const Modality m : kModalities) {
    const Tensor u = norm_[m]->forward(activate(project_[m]->forward(utterance[m]), options_.activation));
    parts.projected[m] = u;
    parts.specific[m] = at::sigmoid(specific_[m]->forward(u));
    parts.shared[m] = at::sigmoid(shared_->forward(u));
    parts.rebuilt[m] = rebuild_[m]->forward(parts.specific[m] + parts.shared[m]);
  }
  return parts;
}

Tensor Misa::fuse(const Parts& parts, const Batch& batch, const Draws& draws) const {
  const auto& [p_t, p_v, p_a] = parts.specific;
  const auto& [s_t, s_v, s_a] = parts.shared;
  const Tensor six = at::stack({p_t, p_v, p_a, s_t, s_v, s_a}, 1);
  const Layout& texts = *batch.tokens.layout;
  const std::vector<int64_t> lengths(static_cast<size_t>(batch.size()), kParts);
  Ragged rows{six.flatten(0, 1), make_layout(lengths, texts.utterance_ids, texts.device)};
  for (size_t i = 0; i < fusion_.size(); ++i)
    rows = fusion_[i]->forward(rows, draws.stream("fusion").stream(static_cast<int64_t>(i)));
  return rows.values.view_as(six);
}

Tensor Misa::read(const Tensor& fused, const Batch& batch, const Draws& draws) const {
  const Tensor hidden =
      dropout(head_[0]->forward(fused.flatten(1)), options_.dropout, utterance_ids(batch), draws.stream("head"));
  return head_[1]->forward(activate(hidden, options_.activation)).squeeze(1);
}

Prediction Misa::predict(const Batch& batch) const { return {read(fuse(split(batch, {}), batch, {}), batch, {}), {}}; }

NamedTensors Misa::trace(const Batch& batch) const {
  const Parts parts = split(batch, {});
  const Tensor fused = fuse(parts, batch, {});
  NamedTensors steps;
  for (const Modality m : kModalities) {
    steps.emplace_back("projected " + word(m), parts.projected[m]);
    steps.emplace_back("specific " + word(m), parts.specific[m]);
    steps.emplace_back("shared " + word(m), parts.shared[m]);
  }
  steps.emplace_back("fused", fused);
  steps.emplace_back("sentiment", read(fused, batch, {}));
  return steps;
}

Losses Misa::losses(const Batch& batch, const Step& step) {
  const Draws draws = step.random.draws("dropout");
  const Parts parts = split(batch, draws);
  Losses losses;
  add_task_loss(losses, read(fuse(parts, batch, draws), batch, draws), batch.labels, options_.loss);
  add_similarity(losses, parts, batch, draws);
  add_difference(losses, parts);
  for (const Modality m : kModalities)
    losses.add("reconstruction/" + word(m), at::mse_loss(parts.rebuilt[m], parts.projected[m]),
               options_.weight.reconstruction / 3, batch.size());
  return losses;
}

void Misa::add_similarity(Losses& losses, const Parts& parts, const Batch& batch, const Draws& draws) const {
  const auto& [t, v, a] = parts.shared;
  if (options_.similarity == MisaOptions::Similarity::cmd) {
    const auto add = [&](const std::string& pair, const Tensor& x, const Tensor& y) {
      losses.add("similarity/" + pair, central_moment_discrepancy(x, y, options_.moments),
                 options_.weight.similarity / 3);
    };
    add("text-visual", t, v);
    add("text-acoustic", t, a);
    add("acoustic-visual", a, v);
    return;
  }
  std::vector<Tensor> scores;
  for (const Modality m : kModalities)
    scores.push_back(discriminator_->forward(reverse_gradient(parts.shared[m], options_.reversal), options_.dropout,
                                             utterance_ids(batch), draws.stream("discriminator").stream(word(m))));
  const Tensor domains = at::arange(3, at::TensorOptions(at::kLong).device(t.device())).repeat_interleave(batch.size());
  losses.add("similarity", at::cross_entropy_loss(at::cat(scores), domains), options_.weight.similarity, batch.size());
}

void Misa::add_difference(Losses& losses, const Parts& parts) const {
  const auto& [p_t, p_v, p_a] = parts.specific;
  const auto add = [&](const std::string& pair, const Tensor& x, const Tensor& y) {
    losses.add("difference/" + pair, difference_loss(x, y, options_.difference), options_.weight.difference);
  };
  for (const Modality m : kModalities) add(word(m), parts.specific[m], parts.shared[m]);
  add("acoustic-text", p_a, p_t);
  add("acoustic-visual", p_a, p_v);
  add("text-visual", p_t, p_v);
}

std::vector<Stage> Misa::stages() const {
  Stage stage = main_stage(
      text_and_rest(*this, options_.learning_rate_text, options_.learning_rate, options_.weight_decay), options_.clip);
  stage.accumulate = options_.accumulate;
  stage.tail = options_.tail;
  return {stage};
}

Needs Misa::needs() const { return {.modalities = {kModalities.begin(), kModalities.end()}, .text = text_.needs()}; }

Criterion Misa::criterion() const {
  return options_.loss.error == RegressionOptions::Error::squared ? Criterion::mean_squared_error
                                                                  : Criterion::mean_absolute_error;
}

bool Misa::stays(const std::string& name) const {
  const int64_t layer = layer_of(name);
  return !text_.frozen() && layer >= 0 && layer < options_.frozen_layers;
}

std::vector<std::string> Misa::without_gradient() const {
  std::vector<std::string> none = text_.without_gradient();
  for (const auto& parameter : text_.bert()->named_parameters())
    if (stays(parameter.key())) none.push_back("text." + parameter.key());
  return none;
}

}  // namespace mmim
