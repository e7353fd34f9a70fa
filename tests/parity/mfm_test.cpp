#include "models/mfm.h"

#include <gtest/gtest.h>

#include "parity/baseline.h"

namespace mmim::golden::mfm {
namespace {

template <class T>
PerModality<T> per_modality(const Json& json) {
  return {json.at("text").get<T>(), json.at("video").get<T>(), json.at("audio").get<T>()};
}

template <class T>
Factors<T> per_factor(const Json& json) {
  return {json.at("y").get<T>(), per_modality<T>(json)};
}

/// The recorded (T, B, d_l + d_a + d_v) as blocks (B, T, d).
PerModality<Tensor> blocks(const Case& recorded, const Tensor& x) {
  const auto widths = per_modality<int64_t>(recorded.settings().at("model").at("input_dims"));
  const auto parts = x.transpose(0, 1).split_with_sizes({widths.text, widths.acoustic, widths.visual}, 2);
  return {parts[0], parts[2], parts[1]};
}

std::shared_ptr<Model> build(const Case& recorded, const Compute& compute) {
  const Json &m = recorded.settings().at("model"), &dropout = m.at("dropout"), &units = m.at("units");
  const Json& loss = recorded.settings().at("loss");
  MfmOptions o;
  const auto network = [&](const char* name) -> MemoryFusionOptions::Network {
    return {units.at(name), dropout.at(name)};
  };
  o.fusion = {per_modality<int64_t>(m.at("hidden")),
              m.at("memory"),
              network("attention1"),
              network("attention2"),
              network("gamma1"),
              network("gamma2")};
  o.z = per_factor<int64_t>(m.at("z"));
  o.f = per_factor<int64_t>(m.at("f"));
  o.dropout = per_factor<double>(dropout.at("z_to_f"));
  o.head_dropout = dropout.at("f_to_y");
  o.mmd_weight = loss.at("mmd");
  o.reconstruction_weight = per_modality<double>(loss.at("reconstruction"));
  o.loss = recorded_loss(recorded);
  take_optimizer(o, recorded.settings().at("optimizer"));
  const auto io = recorded.tensors("io.safetensors", at::kFloat);
  return o.build(frozen_text_inputs(recorded, compute, blocks(recorded, io.at("step1/in/x"))));
}

Batch batch_of(const Case& recorded, const Recorded& in) {
  return frozen_text_batch(blocks(recorded, in.at("x")), in.at("label"));
}

void replay_noise(Model& model, const Recorded& in) {
  dynamic_cast<Mfm&>(model).replay({in.at("noise_zy"), {in.at("noise_zl"), in.at("noise_zv"), in.at("noise_za")}});
}

NamedTensors outputs(Model& model, const Batch& batch, const Step&) {
  auto& mfm = dynamic_cast<Mfm&>(model);
  const Factors<Tensor> z = mfm.encode(mfm.rows(batch, {}), {}), f = mfm.factors(z, batch, {});
  const PerModality<Tensor> decoded = mfm.decode(f);
  return {{"out/zy", z.label},
          {"out/zl", z.own.text},
          {"out/zv", z.own.visual},
          {"out/za", z.own.acoustic},
          {"out/x_l_hat", decoded.text.transpose(0, 1)},
          {"out/x_v_hat", decoded.visual.transpose(0, 1)},
          {"out/x_a_hat", decoded.acoustic.transpose(0, 1)},
          {"out/pred", mfm.read(f.label, batch, {})}};
}

std::map<std::string, Tensor> terms(const Losses& losses, const Batch&) {
  const std::map<std::string, std::string> published{{"task", "disc_l1"},
                                                     {"reconstruction/text", "mse_l"},
                                                     {"reconstruction/visual", "mse_v"},
                                                     {"reconstruction/acoustic", "mse_a"},
                                                     {"mmd/label", "mmd_zy"},
                                                     {"mmd/text", "mmd_zl"},
                                                     {"mmd/visual", "mmd_zv"},
                                                     {"mmd/acoustic", "mmd_za"}};
  std::map<std::string, Tensor> all;
  Tensor generated = at::zeros({}), discrepancy = at::zeros({});
  for (const Losses::Term& term : losses.terms()) {
    all[published.at(term.name)] = term.value;
    if (term.name.starts_with("reconstruction/")) generated = generated + term.weight * term.value;
    if (term.name.starts_with("mmd/")) discrepancy = discrepancy + term.value;
  }
  all["gen_weighted"] = generated;
  all["mmd_sum"] = discrepancy;
  return all;
}

TEST(MfmParity, EqualsThePublishedCode) {
  expect_parity({.kind = "mfm",
                 .model = "mfm",
                 .build = build,
                 .batch = batch_of,
                 .outputs = outputs,
                 .terms = terms,
                 .before_step = replay_noise,
                 .unused = {"mfn_encoder.out_fc1.weight", "mfn_encoder.out_fc1.bias", "mfn_encoder.out_fc2.weight",
                            "mfn_encoder.out_fc2.bias"}});
}

}  // namespace
}  // namespace mmim::golden::mfm
