#include "models/self_mm.h"

#include <algorithm>
#include <cmath>

#include "core/error.h"
#include "models/parts/stage_parts.h"

namespace mmim {

void SelfMmOptions::list(Options& o) {
  TextStream::list(o, "text", text, "code: fine-tuned; MMSA's search: frozen");
  o.add("visual.hidden", visual.hidden,
        {"width of the visual LSTM", between(1, 4096), "code: 64 (MOSI), 32 (MOSEI); MMSA: 32"});
  o.add("visual.out", visual.out, {"width of the visual vector", between(1, 4096), "32"});
  o.add("acoustic.hidden", acoustic.hidden, {"width of the acoustic LSTM", between(1, 4096), "code: 32; MMSA: 16"});
  o.add("acoustic.out", acoustic.out, {"width of the acoustic vector", between(1, 4096), "16"});
  const PerTask<const char*> widths{"128", "code: 64 (MOSI), 32 (MOSEI); MMSA: 32",
                                    "code: 32 (MOSI), 16 (MOSEI); MMSA: 32", "16"};
  const PerTask<const char*> dropouts{"code: .1 (MOSI), 0 (MOSEI); MMSA: 0 (MOSI), .1 (MOSEI)",
                                      "code: 0 (MOSI), .1 (MOSEI); MMSA: .1 (MOSI), 0 (MOSEI)",
                                      "code: .1 (MOSI), .1 (MOSEI); MMSA: 0 (MOSI), 0 (MOSEI)",
                                      "code: .1 (MOSI), 0 (MOSEI); MMSA: .1 (MOSI), 0 (MOSEI)"};
  for (const Task task : kTasks) {
    o.add("width." + word(task), width[task], {"width of the feature", between(1, 4096), widths[task]});
    o.add("dropout." + word(task), dropout[task], {"before the head", between(0, 0.99), dropouts[task]});
  }
  o.section("labels", labels);
  const auto rates = [&](const std::string& name, Rates& r, const std::string& meaning,
                         const std::array<const char*, 4>& published) {
    o.add(name + ".text", r.text, {meaning + " of the text encoder", at_least(0), published[0]});
    o.add(name + ".visual", r.visual, {meaning + " of the visual encoder", at_least(0), published[1]});
    o.add(name + ".acoustic", r.acoustic, {meaning + " of the acoustic encoder", at_least(0), published[2]});
    o.add(name + ".heads", r.heads, {meaning + " of the heads", at_least(0), published[3]});
  };
  rates("learning_rate", learning_rate, "Adam's rate",
        {"5e-5", "code: 1e-4; MMSA: 5e-3 (MOSI), 1e-4 (MOSEI)", "code: 1e-3 (MOSI), 5e-3 (MOSEI); MMSA: 5e-3", "1e-3"});
  rates("weight_decay", weight_decay, "coupled decay",
        {"1e-3, biases and LayerNorm none", "1e-3 (MOSI), 0 (MOSEI)",
         "code: 1e-2 (MOSI), 0 (MOSEI); MMSA: 1e-3 (MOSI), 0 (MOSEI)", "1e-3 (MOSI), 1e-2 (MOSEI)"});
  o.add("accumulate", accumulate, {"batches whose gradients are summed for an update", between(1, 4096), "4"});
  o.choice("tail", tail, {{"drop", Stage::Tail::drop}, {"step", Stage::Tail::step}},
           {"the last batches of an epoch that are fewer: no update, or one", {}, "code, MMSA: drop"});
  list_clip(o, clip, "none");
}

std::shared_ptr<Model> SelfMmOptions::build(const ModelInputs& inputs) const {
  return std::make_shared<SelfMm>(*this, inputs);
}

namespace {

PseudoLabelOptions within(PseudoLabelOptions o, LabelRange labels) {
  const bool given = o.limit != PseudoLabelOptions{}.limit || labels == LabelRange{};
  if (!given) o.limit = std::max(std::abs(labels.low), std::abs(labels.high));
  return o;
}

}  // namespace

SelfMm::SelfMm(const SelfMmOptions& o, const ModelInputs& inputs)
    : options_(o),
      text_(*this, inputs, o.text, Pool::cls),
      visual_{register_module("visual", std::make_shared<LstmEncoder>(inputs.widths.visual, o.visual, inputs.compute))},
      acoustic_{register_module("acoustic",
                                std::make_shared<LstmEncoder>(inputs.widths.acoustic, o.acoustic, inputs.compute))},
      labels_(within(o.labels, inputs.labels)) {
  const int64_t text = text_.width(), visual = visual_->width(), acoustic = acoustic_->width();
  const PerTask<int64_t> in{text + visual + acoustic, text, visual, acoustic};
  for (const Task task : kTasks)
    heads_[task] =
        register_at(*this, "head." + word(task), std::make_shared<TaskHead>(in[task], o.width[task], o.dropout[task]));
}

PerTask<TaskHead::Out> SelfMm::run(const Batch& batch, const Draws& draws) const {
  const Tensor t = text_.vector(batch, draws.stream("text")), v = visual_->forward(batch.streams.visual),
               a = acoustic_->forward(batch.streams.acoustic), identities = utterance_ids(batch);
  const PerTask<Tensor> in{at::cat({t, a, v}, 1), t, v, a};
  PerTask<TaskHead::Out> out;
  for (const Task task : kTasks) out[task] = heads_[task]->forward(in[task], identities, draws.stream(word(task)));
  return out;
}

Prediction SelfMm::predict(const Batch& batch) const {
  const PerTask<TaskHead::Out> out = run(batch, {});
  return {out.fusion.value, {{"text", out.text.value}, {"visual", out.visual.value}, {"acoustic", out.acoustic.value}}};
}

NamedTensors SelfMm::trace(const Batch& batch) const {
  const PerTask<TaskHead::Out> out = run(batch, {});
  NamedTensors steps;
  for (const Task task : kTasks) {
    steps.emplace_back(word(task) + " feature", out[task].feature);
    steps.emplace_back(task == Task::fusion ? "sentiment" : word(task) + " sentiment", out[task].value);
  }
  return steps;
}

Losses SelfMm::losses(const Batch& batch, const Step& step) {
  if (labels_.empty()) throw Error("self-mm needs the labels of the training split before its first batch");
  const PerTask<TaskHead::Out> out = run(batch, step.random.draws("dropout"));
  const Tensor rows = utterance_ids(batch);
  Losses losses;
  for (const Task task : kTasks) {
    features_[task] = out[task].feature.detach();
    const Tensor wanted = labels_.labels(task).index_select(0, rows), error = (out[task].value - wanted).abs();
    const bool single = task != Task::fusion, weighted = single && !given();
    losses.add(single ? word(task) : "task",
               (weighted ? at::tanh((wanted - batch.labels).abs()) * error : error).mean(), 1, batch.size());
  }
  return losses;
}

void SelfMm::prepare(const TrainingSet& set) {
  labels_.reset({set.labels.to(visual_->parameters().front().options()), set.columns}, options_.width);
}

void SelfMm::after_backward(const Batch& batch, const Step& step) {
  labels_.observe(features_, utterance_ids(batch), step.pass.epoch);
  features_ = {};
}

std::vector<Stage> SelfMm::stages() const {
  const auto below = [&](const std::string& prefix) {
    return parameters_where(*this, [&](const std::string& name) { return name.starts_with(prefix); });
  };
  const auto &rate = options_.learning_rate, &decay = options_.weight_decay;
  std::vector<ParameterGroup> groups;
  if (!text_.frozen()) groups = decayed_apart({"text", below("text."), rate.text, decay.text});
  groups.push_back({"visual", below("visual."), rate.visual, decay.visual});
  groups.push_back({"acoustic", below("acoustic."), rate.acoustic, decay.acoustic});
  groups.push_back({"heads", below("head."), rate.heads, decay.heads});
  Stage stage = main_stage(std::move(groups), options_.clip);
  stage.accumulate = options_.accumulate;
  stage.tail = options_.tail;
  return {stage};
}

Needs SelfMm::needs() const {
  Needs needs{.modalities = {kModalities.begin(), kModalities.end()}, .text = text_.needs()};
  needs.both_signs = !given();
  if (given())
    for (const Task task : kSingleTasks) needs.label_columns.push_back(label_column(task));
  return needs;
}

}  // namespace mmim
