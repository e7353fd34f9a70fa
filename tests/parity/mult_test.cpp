#include "models/mult.h"

#include <gtest/gtest.h>

#include "parity/baseline.h"

namespace mmim::golden::mult {
namespace {

std::shared_ptr<Model> build(const Case& recorded, const Compute& compute) {
  const Json &m = recorded.settings().at("model"), &dropout = m.at("dropout"), &kernels = m.at("kernel_sizes");
  MultOptions o;
  o.width = m.at("width");
  o.heads = m.at("heads");
  o.layers = m.at("layers");
  o.kernel = {kernels.at("text"), kernels.at("video"), kernels.at("audio")};
  o.positions = m.at("position_embedding");
  o.mask = m.at("attention_mask");
  o.attention_dropout = {dropout.at("attention"), dropout.at("attention_video"), dropout.at("attention_audio")};
  o.text_dropout = o.embed_dropout = dropout.at("embed");
  o.relu_dropout = dropout.at("relu");
  o.residual_dropout = dropout.at("residual");
  o.output_dropout = dropout.at("output");
  o.loss = recorded_loss(recorded);
  take_optimizer(o, recorded.settings().at("optimizer"));
  const auto io = recorded.tensors("io.safetensors", at::kFloat);
  return o.build(frozen_text_inputs(recorded, compute,
                                    {io.at("step1/in/text"), io.at("step1/in/vision"), io.at("step1/in/audio")}));
}

Batch batch_of(const Case&, const Recorded& in) {
  return frozen_text_batch({in.at("text"), in.at("vision"), in.at("audio")}, in.at("label"));
}

const std::map<Modality, std::string> kLetters{
    {Modality::text, "l"}, {Modality::visual, "v"}, {Modality::acoustic, "a"}};

NamedTensors outputs(Model& model, const Batch& batch, const Step&) {
  auto& mult = dynamic_cast<Mult&>(model);
  const auto parameters = mult.named_parameters();
  const PerModality<Ragged> x = mult.project(batch, {});
  const auto time_first = [](const Ragged& rows) { return block_of(rows).transpose(0, 1); };
  NamedTensors all;
  for (const auto& [target, letter] : kLetters) {
    if (parameters.contains("convolution." + word(target) + ".weight"))
      all.emplace_back("mid/proj_" + letter + ".out", block_of(x[target]).transpose(1, 2));
    for (const auto& [source, other] : kLetters)
      if (source != target)
        all.emplace_back("mid/trans_" + letter + "_with_" + other + ".out",
                         time_first(mult.cross(target, source, x, {})));
    all.emplace_back("mid/trans_" + letter + "_mem.out", time_first(mult.remember(target, x, {})));
  }
  const Tensor h = mult.summary(x, {});
  all.emplace_back("out/last_hidden", h);
  all.emplace_back("out/pred", mult.read(h, batch, {}));
  return all;
}

std::map<std::string, Tensor> terms(const Losses&, const Batch&) { return {}; }

TEST(MultParity, EqualsThePublishedCode) {
  expect_parity({.kind = "mult",
                 .model = "mult",
                 .build = build,
                 .batch = batch_of,
                 .outputs = outputs,
                 .terms = terms,
                 .unused = {"proj_l.weight", "proj_v.weight", "proj_a.weight"}});
}

}  // namespace
}  // namespace mmim::golden::mult
