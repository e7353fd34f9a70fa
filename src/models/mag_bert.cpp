#include "models/mag_bert.h"

#include "kernels/dropout.h"
#include "models/parts/stage_parts.h"
#include "nn/normal_init.h"

namespace mmim {

void MagBertOptions::list(Options& o) {
  TextStream::list(o, "text", text, "fine-tuned");
  o.section("gate", gate);
  o.add("head_dropout", head_dropout, {"of the pooled [CLS]", between(0, 0.99), ".1"});
  loss.list(o, "code: squared, mean; MMSA: absolute, mean");
  o.choice("optimizer", optimizer, {{"adamw", Optimiser::adamw}, {"adam", Optimiser::adam}},
           {"adamw: Hugging Face's, epsilon 1e-6, no decay of biases and LayerNorm; adam: coupled decay of all",
            {},
            "code: adamw; MMSA: adam"});
  o.add("learning_rate", learning_rate,
        {"rate of all parameters", at_least(0), "code: 1e-5; MMSA: 2e-5 (MOSI), 1e-5 (MOSEI)"});
  o.add("weight_decay", weight_decay, {"decay", at_least(0), "code: .01; MMSA: 0"});
  list_schedule(o, schedule, "code: linear, warmup .1 (until December 2021 in effect 1); MMSA: none");
  o.add("schedule.whole_batches", schedule.whole_batches,
        {"linear: count all updates as if a pass had no last, smaller batch: the rate is 0 in the end",
         {},
         "code: true"});
  list_clip(o, clip, "none");
}

std::shared_ptr<Model> MagBertOptions::build(const ModelInputs& inputs) const {
  return std::make_shared<MagBert>(*this, inputs);
}

MagBert::MagBert(const MagBertOptions& o, const ModelInputs& inputs)
    : TaskModel(o.loss),
      options_(o),
      pool_(inputs.pool.value_or(Pool::pooler)),
      bert_{register_module("text", std::make_shared<Bert>(inputs.text, inputs.compute))},
      gate_{register_module("gate", std::make_shared<AdaptationGate>(inputs.text.width, inputs.widths.visual,
                                                                     inputs.widths.acoustic, o.gate))},
      head_{register_module("head", std::make_shared<Linear>(inputs.text.width, 1))} {
  normal_as_bert(*head_);
  for (const std::string& name : without_gradient()) named_parameters().find(name)->set_requires_grad(false);
}

std::vector<std::string> MagBert::without_gradient() const {
  std::vector<std::string> names;
  const bool frozen = options_.text == TextStream::Training::frozen;
  for (const auto& parameter : bert_->named_parameters()) {
    const bool of_pooler = parameter.key().starts_with("pooler.");
    if (of_pooler ? pool_ != Pool::pooler : frozen) names.push_back("text." + parameter.key());
  }
  return names;
}

Draws MagBert::of_text(const Draws& draws) const {
  return options_.text == TextStream::Training::frozen ? Draws{} : draws.stream("text");
}

Ragged MagBert::embed(const Batch& batch, const Draws& draws) const {
  return bert_->embed(batch.tokens, of_text(draws));
}

Adapted MagBert::adapt(const Ragged& embedded, const Batch& batch, const Draws& draws) const {
  return gate_->forward(embedded, aligned(batch, Modality::visual).values, aligned(batch, Modality::acoustic).values,
                        draws.stream("gate"));
}

Tensor MagBert::pool(const Ragged& adapted, const Draws& draws) const {
  return bert_->encode_pooled(adapted, 0, pool_, of_text(draws));
}

Tensor MagBert::read(const Tensor& pooled, const Batch& batch, const Draws& draws) const {
  const Tensor kept = dropout(pooled, options_.head_dropout, utterance_ids(batch), draws.stream("head"));
  return head_->forward(kept).squeeze(1);
}

NamedTensors MagBert::steps(const Batch& batch, const Draws& draws) const {
  const Ragged embedded = embed(batch, draws);
  const Adapted adapted = adapt(embedded, batch, draws);
  const Tensor pooled = pool(embedded.with(adapted.rows), draws);
  return {{"embedded", embedded.values},
          {"displacement", adapted.displacement},
          {"scale", adapted.scale},
          {"adapted", adapted.rows},
          {"pooled", pooled},
          {"sentiment", read(pooled, batch, draws)}};
}

std::vector<Stage> MagBert::stages() const {
  const bool plain = options_.optimizer == MagBertOptions::Optimiser::adam;
  std::vector<ParameterGroup> groups{whole_group(*this, options_.learning_rate, options_.weight_decay)};
  if (!plain) groups = decayed_apart(groups.front());
  Stage stage = main_stage(std::move(groups), options_.clip);
  stage.schedule = options_.schedule;
  if (!plain) stage.optimizer = {.epsilon = 1e-6, .decay = Decay::after, .correct_epsilon = false};
  return {stage};
}

Needs MagBert::needs() const { return {.modalities = {kModalities.begin(), kModalities.end()}, .aligned = true}; }

}  // namespace mmim
