#include "models/lmf.h"

#include <gtest/gtest.h>

#include "parity/baseline.h"

namespace mmim::golden::lmf {
namespace {

PerModality<Json> per_modality(const Json& json) { return {json.at("text"), json.at("video"), json.at("audio")}; }

std::shared_ptr<Model> build(const Case& recorded, const Compute& compute) {
  const Json& m = recorded.settings().at("model");
  LmfOptions o;
  for (const Modality modality : kModalities) {
    o.hidden[modality] = per_modality(m.at("hidden"))[modality];
    o.dropout[modality] = per_modality(m.at("dropout"))[modality];
  }
  o.text_out = m.at("text_out");
  o.rank = m.at("rank");
  o.train_fusion_weights = m.value("train_fusion_weights", true);
  o.loss = recorded_loss(recorded);
  const Json& optimizer = recorded.settings().at("optimizer");
  take_optimizer(o, optimizer);
  o.learning_rate_factors = group_of(optimizer, "text_factor").at("lr");
  const auto io = recorded.tensors("io.safetensors", at::kFloat);
  return o.build(frozen_text_inputs(
      recorded, compute, {io.at("step1/in/text"), io.at("step1/in/video_seq"), io.at("step1/in/audio_seq")}));
}

Batch batch_of(const Case&, const Recorded& in) {
  return frozen_text_batch({in.at("text"), in.at("video_seq"), in.at("audio_seq")}, in.at("label"));
}

NamedTensors outputs(Model& model, const Batch& batch, const Step&) {
  auto& lmf = dynamic_cast<Lmf&>(model);
  const PerModality<Tensor> h = lmf.encode(batch, {}, true), projected = lmf.project(h);
  const Tensor fused = Lmf::fuse(projected);
  return {{"mid/text_subnet.out", h.text},
          {"mid/video_subnet.out", h.visual},
          {"mid/audio_subnet.out", h.acoustic},
          {"out/fusion_text", projected.text.t()},
          {"out/fusion_video", projected.visual.t()},
          {"out/fusion_audio", projected.acoustic.t()},
          {"out/fusion_zy", fused.t()},
          {"out/pred", lmf.read(fused)}};
}

std::map<std::string, Tensor> terms(const Losses& losses, const Batch&) {
  return {{"l1_mean", losses.terms().at(0).value}};
}

const System kLmf{.kind = "lmf", .model = "lmf", .build = build, .batch = batch_of, .outputs = outputs, .terms = terms};

TEST(LmfParity, EqualsThePublishedCode) { expect_parity(kLmf); }

TEST(LmfParity, PredictsWithRunningStatisticsAfterTheSteps) { expect_predictions_after_steps(kLmf); }

}  // namespace
}  // namespace mmim::golden::lmf
