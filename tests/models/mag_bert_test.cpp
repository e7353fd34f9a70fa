#include "models/mag_bert.h"

#include <gtest/gtest.h>

#include "support/small_set.h"

namespace mmim {
namespace {

std::shared_ptr<MagBert> small_mag_bert(TextStream::Training text, const Compute& compute) {
  torch::manual_seed(1);
  MagBertOptions options;
  options.text = text;
  options.gate.dropout = options.head_dropout = 0;
  return std::make_shared<MagBert>(options, SmallSet::inputs(compute));
}

/// Gradients by name of a batch without dropout.
std::map<std::string, Tensor> gradients(MagBert& model, const Batch& batch) {
  at::mse_loss(model.predict(batch).sentiment, batch.labels).backward();
  std::map<std::string, Tensor> all;
  for (const auto& parameter : model.named_parameters()) all[parameter.key()] = parameter.value().grad();
  return all;
}

TEST(MagBert, PassesTheSameGradientsThroughAFrozenBertAndGivesItNone) {
  const SmallSet set(6);
  for (const Route route : {Route::reference, Route::fused}) {
    const auto tuned = small_mag_bert(TextStream::Training::fine_tuned, {.route = route});
    const auto frozen = small_mag_bert(TextStream::Training::frozen, {.route = route});
    const auto wanted = gradients(*tuned, set.all()), got = gradients(*frozen, set.all());
    const std::vector<std::string> none = frozen->without_gradient();
    EXPECT_GT(none.size(), 10u);
    for (const auto& [name, gradient] : wanted) {
      const bool still = std::find(none.begin(), none.end(), name) != none.end();
      EXPECT_EQ(still, name.starts_with("text.") && !name.starts_with("text.pooler.")) << name;
      ASSERT_TRUE(gradient.defined()) << name;
      if (still)
        EXPECT_FALSE(got.at(name).defined()) << name;
      else
        EXPECT_TRUE(got.at(name).allclose(gradient, 1e-5, 1e-7)) << name;
    }
  }
}

TEST(MagBert, DrawsNoDropoutInAFrozenBert) {
  const SmallSet set(6);
  const auto frozen = small_mag_bert(TextStream::Training::frozen, {.route = Route::fused});
  const torch::NoGradGuard no_gradient;
  const auto task = [&](uint64_t seed) {
    return frozen->losses(set.all(), {{0, 0}, 0, Random(seed)}).total().item<float>();
  };
  EXPECT_EQ(task(1), task(2));
}

}  // namespace
}  // namespace mmim
