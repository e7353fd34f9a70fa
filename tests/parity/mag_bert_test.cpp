#include "models/mag_bert.h"

#include <gtest/gtest.h>

#include "parity/baseline.h"

namespace mmim::golden::mag_bert {
namespace {

std::shared_ptr<Model> build(const Case& recorded, const Compute& compute) {
  const Json &m = recorded.settings().at("model"), &optimizer = recorded.settings().at("optimizer");
  MagBertOptions o;
  o.gate = {.beta = m.at("beta_shift"), .dropout = m.at("dropout").at("gate"), .epsilon = m.at("gate_layer_norm_eps")};
  o.head_dropout = m.at("dropout").at("classifier");
  o.loss = recorded_loss(recorded);
  o.optimizer = optimizer.at("name") == "adam" ? MagBertOptions::Optimiser::adam : MagBertOptions::Optimiser::adamw;
  take_optimizer(o, optimizer);
  ModelInputs inputs;
  inputs.compute = compute;
  inputs.text = recorded_bert(recorded);
  inputs.widths = {0, m.at("input_dims").at("video"), m.at("input_dims").at("audio")};
  return o.build(inputs);
}

Batch batch_of(const Case&, const Recorded& in) {
  const std::vector<int64_t> lengths = integers_of(in.at("input_mask").sum(1));
  Batch batch;
  const Ragged ids = stream_of(in.at("input_ids"), lengths);
  batch.tokens = ids.with(ids.values.to(at::kLong));
  batch.word_of_piece = batch.tokens.with(batch.tokens.layout->positions());
  batch.streams.visual = stream_of(in.at("visual"), lengths);
  batch.streams.acoustic = stream_of(in.at("acoustic"), lengths);
  batch.labels = in.at("label").reshape(-1);
  return batch;
}

NamedTensors outputs(Model& model, const Batch& batch, const Step&) {
  auto& mag = dynamic_cast<MagBert&>(model);
  const Ragged z = mag.embed(batch, {});
  const Tensor pooled = mag.pool(z.with(mag.adapt(z, batch, {}).rows), {});
  return {{"mid/bert.pooler.out", pooled}, {"out/logits", mag.read(pooled, batch, {})}};
}

std::map<std::string, Tensor> terms(const Losses& losses, const Batch&) {
  const Tensor task = losses.terms().at(0).value;
  return {{"mse", task}, {"l1", task}};
}

const System kMagBert{
    .kind = "mag_bert", .model = "mag-bert", .build = build, .batch = batch_of, .outputs = outputs, .terms = terms};

TEST(MagBertParity, EqualsThePublishedCode) { expect_parity(kMagBert); }

TEST(MagBertParity, DisplacesEveryPieceAsThePublishedCode) {
  for (const Case& recorded : of_kind("mag_bert"))
    for (const Arithmetic& arithmetic : kArithmetics) {
      SCOPED_TRACE(recorded.name() + arithmetic.name);
      const auto model = std::dynamic_pointer_cast<MagBert>(build_and_load(kMagBert, recorded, arithmetic));
      const Recorded step = below(recorded.tensors("io.safetensors", arithmetic.dtype), "step1/");
      const Recorded in = below(step, "in/");
      const Tensor mask = in.at("input_mask").to(at::kBool);
      const Batch batch = batch_of(recorded, in);
      const Ragged z = model->embed(batch, {});
      const Adapted adapted = model->adapt(z, batch, {});
      const Tensor shift = adapted.scale.unsqueeze(1) * adapted.displacement;
      const NamedTensors rows{{"out/bert_embeddings", z.values},
                              {"out/gate_visual", adapted.visual_gate},
                              {"out/gate_acoustic", adapted.acoustic_gate},
                              {"out/mag_h", adapted.displacement},
                              {"out/mag_alpha", adapted.scale},
                              {"out/mag_shift", shift},
                              {"out/mag_layernorm_input", z.values + shift},
                              {"mid/bert.MAG.out", adapted.rows}};
      const Json& tolerances = recorded.settings().at("tolerances").at("f32");
      for (const auto& [name, got] : rows)
        expect_close(name, got, step.at(name).index({mask}), Tolerance::of(tolerances, "forward"));
    }
}

}  // namespace
}  // namespace mmim::golden::mag_bert
