#include "models/misa.h"

#include <gtest/gtest.h>

#include <set>

#include "models/small_batch.h"

namespace mmim {
namespace {

MisaOptions small_misa() {
  MisaOptions o;
  o.hidden = 4;
  o.fusion.inner = 8;
  return o;
}

/// Names of the parameters that have a gradient after one batch.
std::set<std::string> with_gradient(Model& model, const Batch& batch) {
  model.losses(batch, {{0, 0}, 0, Random(0)}).total().backward();
  std::set<std::string> names;
  for (const auto& parameter : model.named_parameters())
    if (parameter.value().grad().defined()) names.insert(parameter.key());
  return names;
}

std::set<std::string> stepped(Model& model) {
  std::set<std::string> names;
  const std::vector<Stage> stages = model.stages();
  for (const ParameterGroup& group : stages.front().groups)
    for (const NamedParameter& parameter : group.parameters) EXPECT_TRUE(names.insert(parameter.name).second);
  return names;
}

TEST(Misa, StepsWhatGetsAGradient) {
  for (const auto similarity : {MisaOptions::Similarity::cmd, MisaOptions::Similarity::adversarial})
    for (const int64_t frozen_layers : {0, 2}) {
      MisaOptions o = small_misa();
      o.similarity = similarity;
      o.frozen_layers = frozen_layers;
      Misa model(o, small_inputs());
      const auto names = stepped(model);
      EXPECT_EQ(with_gradient(model, small_batch(5)), names);
      EXPECT_EQ(names.contains("text.encoder.layer.1.output.dense.weight"), frozen_layers == 0);
      EXPECT_TRUE(names.contains("text.encoder.layer.2.output.dense.weight"));
      EXPECT_TRUE(names.contains("text.embeddings.word_embeddings.weight"));
    }
}

TEST(Misa, TrainsOnOneUtterance) {
  Misa model(small_misa(), small_inputs());
  with_gradient(model, small_batch(1));
  for (const auto& parameter : model.named_parameters()) {
    const Tensor& gradient = parameter.value().grad();
    EXPECT_TRUE(!gradient.defined() || gradient.isfinite().all().item<bool>()) << parameter.key();
  }
}

TEST(Misa, PredictsTheSameWhateverTheBatch) {
  Misa model(small_misa(), small_inputs());
  const torch::NoGradGuard no_gradient;
  const Tensor all = model.predict(small_batch(5)).sentiment, last = model.predict(small_batch(1, 4)).sentiment;
  EXPECT_NEAR(all[4].item<double>(), last[0].item<double>(), 1e-5);
}

TEST(Misa, TurnsTheDiscriminatorsGradientRoundForWhatItReads) {
  const auto gradient = [](double reversal) {
    torch::manual_seed(3);
    MisaOptions o = small_misa();
    o.dropout = 0;
    o.fusion.dropout = 0;
    o.similarity = MisaOptions::Similarity::adversarial;
    o.reversal = reversal;
    ModelInputs inputs = small_inputs();
    inputs.text.dropout = inputs.text.attention_dropout = 0;
    Misa model(o, inputs);
    const Losses losses = model.losses(small_batch(5), {{0, 0}, 0, Random(0)});
    for (const Losses::Term& term : losses.terms())
      if (term.name == "similarity") term.value.backward();
    const auto parameters = model.named_parameters();
    return std::pair{parameters["shared.weight"].grad(), parameters["discriminator.0.weight"].grad()};
  };
  const auto [once, own] = gradient(1);
  const auto [twice, same] = gradient(2);
  EXPECT_GT(once.abs().max().item<double>(), 1e-6);
  EXPECT_TRUE(at::allclose(twice, 2 * once));
  EXPECT_TRUE(at::allclose(own, same));
  EXPECT_TRUE(at::allclose(gradient(-1).first, -once));
}

}  // namespace
}  // namespace mmim
