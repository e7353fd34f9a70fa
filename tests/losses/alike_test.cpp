#include <gtest/gtest.h>

#include "losses/cmd.h"
#include "losses/difference.h"

namespace mmim {
namespace {

const Tensor kA = at::tensor({.2, .7, .5, .1, .9, .4}, at::kDouble).view({3, 2});
const Tensor kB = at::tensor({.3, .3, .8, .6, .1, .2}, at::kDouble).view({3, 2});

TEST(CentralMomentDiscrepancy, EqualsThePublishedCode) {
  EXPECT_NEAR(central_moment_discrepancy(kA, kB, 5).item<double>(), 0.1832737, 1e-7);
}

TEST(CentralMomentDiscrepancy, OfSamplesThatAreTheSameHasGradientZero) {
  const Tensor x = kA.clone().set_requires_grad(true);
  central_moment_discrepancy(x, kA, 5).backward();
  EXPECT_EQ(x.grad().abs().max().item<double>(), 0);
}

TEST(Difference, EqualsThePublishedCodeAndAsASumThePaper) {
  EXPECT_NEAR(difference_loss(kA, kB, DifferenceReduction::mean).item<double>(), 0.7256340, 1e-7);
  EXPECT_NEAR(difference_loss(kA, kB, DifferenceReduction::sum).item<double>(), 4 * 0.7256340, 4e-7);
}

TEST(Difference, OfOneUtteranceIsZeroWithAFiniteGradient) {
  const Tensor x = kA.narrow(0, 0, 1).clone().set_requires_grad(true);
  const Tensor loss = difference_loss(x, kB.narrow(0, 0, 1), DifferenceReduction::mean);
  loss.backward();
  EXPECT_EQ(loss.item<double>(), 0);
  EXPECT_TRUE(x.grad().isfinite().all().item<bool>());
}

}  // namespace
}  // namespace mmim
