#include "models/mfm.h"

#include <gtest/gtest.h>

#include "losses/mmd.h"
#include "support/small_set.h"

namespace mmim {
namespace {

/// Draws from the prior, as many and as wide as the codes.
Factors<Tensor> draws_like(const Factors<Tensor>& z) {
  Factors<Tensor> drawn{at::randn_like(z.label), {}};
  for (const Modality m : kModalities) drawn.own[m] = at::randn_like(z.own[m]);
  return drawn;
}

TEST(Mfm, MinimisesTheErrorAndWhatItsOptionsWeigh) {
  torch::manual_seed(2);
  const SmallSet set(4);
  MfmOptions options;
  options.dropout = {};
  options.fusion.attention.dropout = options.fusion.proposal.dropout = 0;
  options.fusion.retain.dropout = options.fusion.update.dropout = 0;
  options.mmd_weight = 0.25;
  options.reconstruction_weight = {0.5, 0.125, 2};
  Mfm model(options, SmallSet::inputs());
  const torch::NoGradGuard no_gradient;
  const Batch batch = set.all();
  const PerModality<Ragged> x = model.rows(batch, {});
  const Factors<Tensor> z = model.encode(x, {}), f = model.factors(z, batch, {}), drawn = draws_like(z);
  const PerModality<Tensor> decoded = model.decode(f);
  std::map<std::string, double> wanted{
      {"task", (model.read(f.label, batch, {}) - batch.labels).abs().mean().item<double>()},
      {"mmd/label", 0.25 * mmd(drawn.label, z.label).item<double>()}};
  for (const Modality m : kModalities) {
    const double error = (decoded[m] - block_of(x[m])).square().mean().item<double>();
    wanted["reconstruction/" + word(m)] = options.reconstruction_weight[m] * error;
    wanted["mmd/" + word(m)] = 0.25 * mmd(drawn.own[m], z.own[m]).item<double>();
  }
  model.replay(drawn);
  const Losses losses = model.losses(batch, {{0, 0}, 0, Random(1)});
  EXPECT_EQ(losses.terms().size(), wanted.size());
  double sum = 0;
  for (const Losses::Term& term : losses.terms()) {
    ASSERT_TRUE(wanted.contains(term.name)) << term.name;
    EXPECT_NEAR(term.weight * term.value.item<double>(), wanted.at(term.name), 1e-5) << term.name;
    sum += wanted.at(term.name);
  }
  EXPECT_NEAR(losses.total().item<double>(), sum, 1e-5);
}

}  // namespace
}  // namespace mmim
