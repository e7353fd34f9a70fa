#include "models/tfn.h"

#include <gtest/gtest.h>

#include "parity/baseline.h"

namespace mmim::golden::tfn {
namespace {

std::shared_ptr<Model> build(const Case& recorded, const Compute& compute) {
  const Json& m = recorded.settings().at("model");
  const auto per_modality = [](const Json& json) -> PerModality<Json> {
    return {json.at("text"), json.at("video"), json.at("audio")};
  };
  TfnOptions o;
  for (const Modality modality : kModalities) {
    o.hidden[modality] = per_modality(m.at("hidden"))[modality];
    o.dropout[modality] = per_modality(m.at("dropout"))[modality];
  }
  o.text_out = m.at("text_out");
  o.post_fusion = m.at("post_fusion_dim");
  o.post_fusion_dropout = m.at("dropout").at("post");
  o.label_low = m.at("output_range").at(0);
  o.label_high = m.at("output_range").at(1);
  o.loss = recorded_loss(recorded);
  take_optimizer(o, recorded.settings().at("optimizer"));
  const auto io = recorded.tensors("io.safetensors", at::kFloat);
  return o.build(frozen_text_inputs(
      recorded, compute, {io.at("step1/in/text"), io.at("step1/in/video_seq"), io.at("step1/in/audio_seq")}));
}

Batch batch_of(const Case&, const Recorded& in) {
  return frozen_text_batch({in.at("text"), in.at("video_seq"), in.at("audio_seq")}, in.at("label"));
}

NamedTensors outputs(Model& model, const Batch& batch, const Step& step) {
  auto& tfn = dynamic_cast<Tfn&>(model);
  const PerModality<Tensor> h = tfn.encode(batch, {}, true);
  const Tensor fused = Tfn::fuse(h);
  return {{"mid/text_subnet.out", h.text},
          {"mid/video_subnet.out", h.visual},
          {"mid/audio_subnet.out", h.acoustic},
          {"out/fusion_tensor", fused},
          {"out/pred", tfn.read(fused, batch, {})}};
}

std::map<std::string, Tensor> terms(const Losses& losses, const Batch&) {
  return {{"l1_mean", losses.terms().at(0).value}};
}

const System kTfn{.kind = "tfn",
                  .model = "tfn",
                  .build = build,
                  .batch = batch_of,
                  .outputs = outputs,
                  .terms = terms,
                  .unused = {"output_range", "output_shift"}};

TEST(TfnParity, EqualsThePublishedCode) { expect_parity(kTfn); }

TEST(TfnParity, PredictsWithRunningStatisticsAfterTheSteps) { expect_predictions_after_steps(kTfn); }

}  // namespace
}  // namespace mmim::golden::tfn
