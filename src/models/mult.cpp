#include "models/mult.h"

#include <algorithm>

#include "core/error.h"
#include "kernels/dropout.h"
#include "models/parts/stage_parts.h"

namespace mmim {

namespace {

constexpr int64_t kLeastMemoryLayers = 3;

/// Targets as their vectors are concatenated, and the two sources of each in the same order.
constexpr std::array<Modality, 3> kOrder{Modality::text, Modality::acoustic, Modality::visual};

Tensor last_rows(const Ragged& equal) { return block_of(equal).select(1, -1); }

}  // namespace

void MultOptions::list(Options& o) {
  TextStream::list(o, "text", text, "frozen BERT features in Table 2, GloVe in the paper");
  o.add("aligned", aligned, {"put visual and acoustic rows on word pieces first", {}, "published in both forms"});
  o.choice(
      "padding", padding, {{"front", Padding::front}, {"stored", Padding::stored}},
      {"where padding goes: in front, so that the last row is a real one, or as the data set has it (text: behind)",
       {},
       "published data: front; MMSA: stored"});
  o.add("width", width,
        {"common width d of the streams", between(1, 4096), "code: 30; paper: 40; MMSA: 50 (MOSI), 30 (MOSEI)"});
  o.add("heads", heads,
        {"attention heads; a divisor of the width", between(1, 256),
         "code: 5; paper: 10 (MOSI), 8 (MOSEI); MMSA: 10, 6"});
  o.add("layers", layers,
        {"layers of a crossmodal encoder; self-attention has as many and at least 3", between(1, 64),
         "code: 5; paper, MMSA: 4"});
  for (const Modality m : kModalities)
    o.add("kernel." + word(m), kernel[m],
          {"rows of the convolution", between(1, 64),
           m == Modality::text     ? "code: 1; paper: 1 (MOSI), 1 or 3 (MOSEI); MMSA: 5"
           : m == Modality::visual ? "code: 1; paper: 3; MMSA: 5 (MOSI), 3 (MOSEI)"
                                   : "code: 1; paper: 3; MMSA: 5 (MOSI), 1 (MOSEI)"});
  o.add("positions", positions, {"add sinusoids to the rows", {}, "paper, code: true; MMSA: false"});
  o.add("mask", mask, {"a row reads ahead by no more than the lengths differ", {}, "code, MMSA: true"});
  for (const Modality m : kModalities)
    o.add("attention_dropout." + word(m), attention_dropout[m],
          {m == Modality::text ? "of attention over text, and of self-attention" : "of attention over this stream",
           between(0, 0.99),
           m == Modality::text     ? "code: .1; MMSA: .3 (MOSI), .4 (MOSEI)"
           : m == Modality::visual ? "code, MMSA: 0"
                                   : "code: 0; MMSA: .2 (MOSI), 0 (MOSEI)"});
  o.add("text_dropout", text_dropout, {"of the text rows", between(0, 0.99), "code: .25; MMSA: .5 (MOSI), .3 (MOSEI)"});
  o.add("embed_dropout", embed_dropout,
        {"of the rows that enter an encoder", between(0, 0.99), "code: .25; MMSA: .2 (MOSI), 0 (MOSEI)"});
  o.add("relu_dropout", relu_dropout, {"inside a block", between(0, 0.99), "code: .1; MMSA: 0"});
  o.add("residual_dropout", residual_dropout, {"before a block's sums", between(0, 0.99), "code: .1; MMSA: 0"});
  o.add("output_dropout", output_dropout,
        {"in the last residual block", between(0, 0.99), "code: 0; paper: .1; MMSA: .5"});
  loss.list(o, "code, MMSA: absolute, mean");
  o.add("learning_rate", learning_rate,
        {"Adam's rate", at_least(0), "paper, code: 1e-3; MMSA: 2e-3 (MOSI), 5e-4 (MOSEI)"});
  o.add("learning_rate_text", learning_rate_text, {"Adam's rate for a fine-tuned text encoder", at_least(0), ""});
  o.add("weight_decay", weight_decay, {"coupled decay", at_least(0), "0; MMSA lists one and does not use it"});
  o.add("accumulate", accumulate,
        {"batches whose gradients are summed for one update", at_least(1), "code: 1; MMSA: 8"});
  o.choice("tail", tail, {{"step", Stage::Tail::step}, {"drop", Stage::Tail::drop}},
           {"what becomes of fewer batches at the end of an epoch", {}, "MMSA: drop"});
  list_clip(o, clip, "code: norm .8; paper: .8 (MOSI), 1 (MOSEI); MMSA: value .6");
  list_clip_when(o, clip, "MMSA: batch");
  list_schedule(o, schedule, "code: plateau, .1 after 20; MMSA: .1 after 5 (MOSI), 20 (MOSEI)");
}

std::shared_ptr<Model> MultOptions::build(const ModelInputs& inputs) const {
  return std::make_shared<Mult>(*this, inputs);
}

Mult::Mult(const MultOptions& o, const ModelInputs& inputs)
    : TaskModel(o.loss), options_(o), padded_(inputs.padded), text_(*this, inputs, o.text) {
  const PerModality<int64_t> widths{text_.width(), inputs.widths.visual, inputs.widths.acoustic};
  const auto encoder = [&](int64_t width, double attention_dropout, int64_t layers) {
    return std::make_shared<CrossmodalEncoder>(CrossmodalOptions{.block = {.width = width,
                                                                           .heads = o.heads,
                                                                           .inner = 4 * width,
                                                                           .norm = BlockOptions::Norm::before,
                                                                           .attention_dropout = attention_dropout,
                                                                           .inner_dropout = o.relu_dropout,
                                                                           .residual_dropout = o.residual_dropout},
                                                                 .layers = layers,
                                                                 .embed_dropout = o.embed_dropout,
                                                                 .positions = o.positions,
                                                                 .mask = o.mask});
  };
  for (const Modality m : kOrder) {
    if (o.aligned) padded_[m] = inputs.padded.text;
    if (o.padding == MultOptions::Padding::front) padded_[m].side = Side::front;
    if (widths[m] == o.width) continue;
    if (o.kernel[m] > padded_[m].length)
      throw ConfigError("a convolution of " + std::to_string(o.kernel[m]) + " rows does not fit the " + word(m) +
                        " stream, which has " + std::to_string(padded_[m].length));
    convolution_[m] = register_at(*this, "convolution." + word(m),
                                  std::make_shared<Convolution>(widths[m], o.width, o.kernel[m], 0, false));
  }
  for (const Modality target : kOrder) {
    for (const Modality source : kOrder)
      if (source != target)
        cross_[target][source] = register_at(*this, "cross." + word(target) + "-" + word(source),
                                             encoder(o.width, o.attention_dropout[source], o.layers));
    memory_[target] =
        register_at(*this, "memory." + word(target),
                    encoder(2 * o.width, o.attention_dropout.text, std::max(o.layers, kLeastMemoryLayers)));
  }
  const int64_t all = 6 * o.width;
  residual_ = register_module("residual", std::make_shared<Mlp>(std::vector<int64_t>{all, all, all}, Activation::relu));
  head_ = register_module("head", std::make_shared<Linear>(all, 1));
}

PerModality<Ragged> Mult::project(const Batch& batch, const Draws& draws) const {
  PerModality<Ragged> x;
  for (const Modality m : kOrder) {
    const bool text = m == Modality::text;
    Ragged rows = text ? text_.padded_rows(batch, padded_.text, draws.stream("text"))
                       : padded(options_.aligned ? aligned(batch, m) : batch.streams[m], padded_[m]);
    if (text && draws.active)
      rows.values = dropout(rows.values, options_.text_dropout, rows.layout->row_ids(), draws.stream("text rows"));
    x[m] = convolution_[m] ? convolution_[m]->forward(rows) : rows;
  }
  return x;
}

Ragged Mult::cross(Modality target, Modality source, const PerModality<Ragged>& x, const Draws& draws) const {
  return cross_[target][source]->forward(x[target], x[source], draws.stream(word(target) + "-" + word(source)));
}

Ragged Mult::remember(Modality target, const PerModality<Ragged>& x, const Draws& draws) const {
  std::vector<Tensor> both;
  for (const Modality source : kOrder)
    if (source != target) both.push_back(cross(target, source, x, draws).values);
  return memory_[target]->forward(x[target].with(at::cat(both, 1)), draws.stream("memory " + word(target)));
}

Tensor Mult::summary(const PerModality<Ragged>& x, const Draws& draws) const {
  std::vector<Tensor> last;
  for (const Modality target : kOrder) last.push_back(last_rows(remember(target, x, draws)));
  return at::cat(last, 1);
}

Tensor Mult::read(const Tensor& h, const Batch& batch, const Draws& draws) const {
  const Tensor changed = residual_->forward(h, options_.output_dropout, utterance_ids(batch), draws.stream("output"));
  return head_->forward(h + changed).squeeze(1);
}

NamedTensors Mult::steps(const Batch& batch, const Draws& draws) const {
  const Tensor h = summary(project(batch, draws), draws);
  NamedTensors steps;
  for (size_t i = 0; i < kOrder.size(); ++i)
    steps.emplace_back("h " + word(kOrder[i]),
                       h.narrow(1, static_cast<int64_t>(i) * 2 * options_.width, 2 * options_.width));
  steps.emplace_back("sentiment", read(h, batch, draws));
  return steps;
}

std::vector<Stage> Mult::stages() const {
  Stage stage = main_stage(
      text_and_rest(*this, options_.learning_rate_text, options_.learning_rate, options_.weight_decay), options_.clip);
  stage.schedule = options_.schedule;
  stage.accumulate = options_.accumulate;
  stage.tail = options_.tail;
  return {stage};
}

Needs Mult::needs() const {
  return {.modalities = {kModalities.begin(), kModalities.end()},
          .aligned = options_.aligned,
          .padded = true,
          .text = text_.needs(),
          .text_rows = text_.needs_rows(padded_.text)};
}

}  // namespace mmim
