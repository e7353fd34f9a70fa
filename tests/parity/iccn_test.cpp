#include "models/iccn.h"

#include <gtest/gtest.h>

#include "parity/baseline.h"

namespace mmim::golden::iccn {
namespace {

std::shared_ptr<Model> build(const Case& recorded, const Compute& compute) {
  const Json &m = recorded.settings().at("model"), &loss = recorded.settings().at("loss");
  IccnOptions o;
  o.text_out = m.at("text_out");
  o.conv_channels = m.at("conv_channels");
  o.conv_kernel = m.at("conv_kernel");
  o.lstm_hidden = m.at("lstm_hidden");
  o.image = {m.at("cnn_channels"), m.at("cnn_kernel"), m.at("cnn_padding"), m.at("pool"), m.at("k")};
  o.head_hidden = m.at("head_hidden");
  o.dropout = m.at("dropout");
  o.correlation = loss.at("cca");
  o.ridge = loss.at("r");
  o.loss = recorded_loss(recorded);
  take_optimizer(o, recorded.settings().at("optimizer"));
  if (m.at("conv_padding") != o.conv_kernel / 2)
    throw std::runtime_error(recorded.name() + ": the convolution of a stream does not keep its rows");
  ModelInputs inputs;
  inputs.compute = compute;
  inputs.text = {.vocabulary = 8, .width = m.at("input_dims").at("text"), .layers = 1, .heads = 1, .inner = 4};
  inputs.widths = {0, m.at("input_dims").at("video"), m.at("input_dims").at("audio")};
  return o.build(inputs);
}

Batch batch_of(const Case&, const Recorded& in) {
  Batch batch;
  batch.streams.text = stream_of(in.at("cls").unsqueeze(1));
  batch.streams.visual = stream_of(in.at("vision"), integers_of(in.at("vision_lengths")));
  batch.streams.acoustic = stream_of(in.at("audio"), integers_of(in.at("audio_lengths")));
  batch.tokens = batch.streams.text.with(at::zeros({in.at("cls").size(0)}, at::kLong));
  batch.word_of_piece = batch.tokens.with(at::full_like(batch.tokens.values, -1));
  batch.labels = in.at("label").reshape(-1);
  return batch;
}

NamedTensors outputs(Model& model, const Batch& batch, const Step&) {
  const auto& iccn = dynamic_cast<Iccn&>(model);
  const Iccn::Encoded e = iccn.encode(batch, {});
  return {{"out/h_t", e.h.text},
          {"out/h_v", e.h.visual},
          {"out/h_a", e.h.acoustic},
          {"out/K_tv", e.with_text.visual},
          {"out/K_ta", e.with_text.acoustic},
          {"out/pred", iccn.read(e, batch, {})}};
}

std::map<std::string, Tensor> terms(const Losses& losses, const Batch&) {
  std::map<std::string, Tensor> recorded;
  for (const Losses::Term& term : losses.terms()) recorded[term.name == "correlation" ? "cca" : "l1"] = term.value;
  return recorded;
}

TEST(IccnParity, EqualsTheDocumentedDesign) {
  expect_parity(
      {.kind = "iccn", .model = "iccn", .build = build, .batch = batch_of, .outputs = outputs, .terms = terms});
}

}  // namespace
}  // namespace mmim::golden::iccn
