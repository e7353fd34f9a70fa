#include "models/misa.h"

#include <gtest/gtest.h>

#include "parity/baseline.h"

namespace mmim::golden::misa {
namespace {

/// What the recording calls each modality.
std::string letter(Modality m) { return word(m).substr(0, 1); }

/// How many of the first layers of the text encoder the recorded optimiser never steps.
int64_t frozen_layers_of(const Case& recorded) {
  const int64_t layers = recorded_bert(recorded).layers;
  const auto frozen = [&](int64_t layer) {
    const std::string ours = "text.encoder.layer." + std::to_string(layer) + ".output.dense.weight";
    return group_of(recorded.settings().at("optimizer"), published_system("misa").name(ours)).value("frozen", false);
  };
  int64_t count = 0;
  while (count < layers && frozen(count)) ++count;
  return count;
}

std::shared_ptr<Model> build(const Case& recorded, const Compute& compute) {
  const Json &settings = recorded.settings(), &m = settings.at("model"), &loss = settings.at("loss");
  MisaOptions o;
  o.frozen_layers = frozen_layers_of(recorded);
  o.hidden = m.at("hidden");
  o.activation = m.at("activation") == "tanh" ? Activation::tanh : Activation::relu;
  o.dropout = m.at("dropout");
  o.fusion = {m.at("fusion").at("layers"), m.at("fusion").at("heads"), m.at("fusion").at("feedforward"), /*dropout=*/0};
  o.similarity = m.at("similarity") == "cmd" ? MisaOptions::Similarity::cmd : MisaOptions::Similarity::adversarial;
  o.moments = m.value("cmd_moments", o.moments);
  o.reversal = m.at("reverse_grad_weight");
  o.weight = {loss.at("similarity"), loss.at("difference"), loss.at("reconstruction")};
  o.loss = recorded_loss(recorded);
  take_optimizer(o, recorded.settings().at("optimizer"));
  ModelInputs inputs;
  inputs.compute = compute;
  inputs.text = BertOptions::from_json(settings.at("bert"), recorded.name());
  inputs.widths = {0, m.at("input_dims").at("video"), m.at("input_dims").at("audio")};
  return o.build(inputs);
}

Batch batch_of(const Case&, const Recorded& in) {
  const std::vector<int64_t> lengths = integers_of(in.at("lengths"));
  Batch batch;
  batch.tokens = stream_of(in.at("bert_sent"), integers_of(in.at("bert_sent_mask").sum(1)));
  batch.word_of_piece = batch.tokens.with(at::full_like(batch.tokens.values, -1));
  batch.streams.visual = stream_of(in.at("video"), lengths, /*time_first=*/true);
  batch.streams.acoustic = stream_of(in.at("acoustic"), lengths, /*time_first=*/true);
  batch.labels = in.at("label").reshape(-1);
  return batch;
}

NamedTensors outputs(Model& model, const Batch& batch, const Step&) {
  const auto& misa = dynamic_cast<Misa&>(model);
  const Misa::Parts parts = misa.split(batch, {});
  const Tensor fused = misa.fuse(parts, batch, {});
  NamedTensors steps;
  for (const Modality m : kModalities) {
    steps.emplace_back("out/utt_" + letter(m) + "_orig", parts.projected[m]);
    steps.emplace_back("out/utt_private_" + letter(m), parts.specific[m]);
    steps.emplace_back("out/utt_shared_" + letter(m), parts.shared[m]);
    steps.emplace_back("out/utt_" + letter(m) + "_recon", parts.rebuilt[m]);
  }
  steps.emplace_back("mid/transformer_encoder.out", fused.transpose(0, 1));
  steps.emplace_back("out/pred", misa.read(fused, batch, {}));
  return steps;
}

/// Each of our terms under its recorded name, and the sums the recording also has.
std::map<std::string, Tensor> terms(const Losses& losses, const Batch&) {
  std::map<std::string, Tensor> ours, recorded;
  for (const Losses::Term& term : losses.terms()) ours[term.name] = term.value;
  const auto sum = [&](const std::string& group) {
    Tensor total = at::zeros({}, losses.total().options());
    for (const auto& [name, value] : ours)
      if (name.starts_with(group)) total = total + value;
    return total;
  };
  recorded["task_mse"] = ours.at("task");
  recorded["diff"] = sum("difference/");
  recorded["diff_private_a_private_t"] = ours.at("difference/acoustic-text");
  recorded["diff_private_a_private_v"] = ours.at("difference/acoustic-visual");
  recorded["diff_private_t_private_v"] = ours.at("difference/text-visual");
  recorded["recon"] = sum("reconstruction/") / 3;
  for (const Modality m : kModalities) {
    recorded["diff_private_" + letter(m) + "_shared_" + letter(m)] = ours.at("difference/" + word(m));
    recorded["recon_" + letter(m)] = ours.at("reconstruction/" + word(m));
  }
  if (ours.contains("similarity")) {
    recorded["domain"] = ours.at("similarity");
    return recorded;
  }
  recorded["cmd"] = sum("similarity/") / 3;
  recorded["cmd_t_v"] = ours.at("similarity/text-visual");
  recorded["cmd_t_a"] = ours.at("similarity/text-acoustic");
  recorded["cmd_a_v"] = ours.at("similarity/acoustic-visual");
  return recorded;
}

const System kMisa{
    .kind = "misa",
    .model = "misa",
    .build = build,
    .batch = batch_of,
    .outputs = outputs,
    .terms = terms,
    .unused = {"sp_discriminator.sp_discriminator_layer_1.weight", "sp_discriminator.sp_discriminator_layer_1.bias",
               "tlayer_norm.weight", "tlayer_norm.bias"}};

TEST(MisaParity, EqualsThePublishedCode) { expect_parity(kMisa); }

}  // namespace
}  // namespace mmim::golden::misa
