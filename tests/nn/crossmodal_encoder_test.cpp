#include "nn/crossmodal_encoder.h"

#include <gtest/gtest.h>

#include <cmath>

#include "core/error.h"

namespace mmim {
namespace {

TEST(Sinusoids, AreSinesThenCosinesAndZeroWhereTheFirstNumberIs) {
  Tensor rows = at::ones({4, 7}, at::kDouble);
  rows[2][0] = 0;
  const Tensor found = sinusoids({rows, make_layout({3, 1})});
  const Tensor first = at::tensor({.841471, .010000, .000100, .540302, .999950, 1., 0.}, at::kDouble);
  const Tensor second = at::tensor({.909297, .019999, .000200, -.416147, .999800, 1., 0.}, at::kDouble);
  EXPECT_TRUE(at::allclose(found[0], first, 0, 1e-6));
  EXPECT_TRUE(at::allclose(found[1], second, 0, 1e-6));
  EXPECT_TRUE(at::equal(found[2], at::zeros({7}, at::kDouble)));
  EXPECT_TRUE(at::allclose(found[3], first, 0, 1e-6)) << "each utterance counts from its own start";
}

TEST(FutureMask, LetsARowReadAheadByTheDifferenceOfTheLengths) {
  const auto allowed = [](int64_t queries, int64_t keys) {
    return at::isfinite(future_mask(queries, keys, at::TensorOptions(at::kFloat))).to(at::kLong);
  };
  EXPECT_TRUE(
      at::equal(allowed(3, 5), at::tensor({1, 1, 1, 0, 0, 1, 1, 1, 1, 0, 1, 1, 1, 1, 1}, at::kLong).view({3, 5})));
  EXPECT_TRUE(at::equal(allowed(3, 3), at::tensor({1, 0, 0, 1, 1, 0, 1, 1, 1}, at::kLong).view({3, 3})));
  EXPECT_TRUE(at::equal(allowed(5, 3), at::ones({5, 3}, at::kLong)));
}

TEST(CrossmodalEncoder, RefusesWidthsWithoutSinusoids) {
  CrossmodalOptions options{.block = {.width = 2, .heads = 1, .inner = 4}};
  EXPECT_THROW(CrossmodalEncoder{options}, ConfigError);
  options.positions = false;
  EXPECT_NO_THROW(CrossmodalEncoder{options});
}

}  // namespace
}  // namespace mmim
