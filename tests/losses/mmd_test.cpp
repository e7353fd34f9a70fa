#include "losses/mmd.h"

#include <gtest/gtest.h>

#include <cmath>

namespace mmim {
namespace {

TEST(Mmd, EqualsThePublishedCodeOnAWorkedExample) {
  const Tensor z = at::tensor({.2, .7, .5, .1, .9, .4}, at::kDouble).view({3, 2});
  const Tensor drawn = at::tensor({.5, -1., 1.2, .3, -.7, .9}, at::kDouble).view({3, 2});
  EXPECT_NEAR(mmd(drawn, z).item<double>(), 0.1402797, 1e-7);
  EXPECT_NEAR(mmd(z, drawn).item<double>(), 0.1402797, 1e-7);
}

TEST(Mmd, OfASampleWithItselfIsZeroAndOneRowIsEnough) {
  const Tensor x = at::randn({1, 5}, at::kDouble);
  EXPECT_NEAR(mmd(x, x).item<double>(), 0, 1e-12);
  EXPECT_NEAR(mmd(x, x + 5).item<double>(), 2 - 2 * std::exp(-5.), 1e-12);
}

}  // namespace
}  // namespace mmim
