#include "kernels/dropout.h"

#include <gtest/gtest.h>

namespace mmim {
namespace {

TEST(Dropout, IsTheIdentityWithoutActiveDraws) {
  const Tensor x = at::randn({4, 8}), rows = at::arange(4, at::kLong);
  EXPECT_TRUE(at::equal(dropout(x, 0.5, rows, {}), x));
  EXPECT_TRUE(at::equal(dropout(x, 0, rows, {true, 1}), x));
}

TEST(Dropout, KeepsTheShareAndTheMean) {
  const Tensor scales =
      dropout_scales(at::arange(2000, at::kLong), at::arange(500, at::kLong), 0.3, {true, 5}, at::kFloat);
  EXPECT_NEAR((scales == 0).to(at::kDouble).mean().item<double>(), 0.3, 0.003);
  EXPECT_NEAR(scales.mean().item<double>(), 1, 0.005);
  const Tensor rows = (scales == 0).to(at::kDouble).mean(1), columns = (scales == 0).to(at::kDouble).mean(0);
  EXPECT_NEAR(rows.std().item<double>(), std::sqrt(0.21 / 500), 0.003);  // as independent draws would spread
  EXPECT_NEAR(columns.std().item<double>(), std::sqrt(0.21 / 2000), 0.002);
}

TEST(Dropout, DependsOnKeyRowAndColumnAlone) {
  const Tensor rows = at::tensor({7, 3, 11}, at::kLong), columns = at::arange(64, at::kLong);
  const Draws draws{true, 9};
  const Tensor all = dropout_scales(rows, columns, 0.5, draws, at::kFloat);
  EXPECT_TRUE(at::equal(dropout_scales(rows.narrow(0, 1, 1), columns, 0.5, draws, at::kFloat)[0], all[1]));
  EXPECT_FALSE(at::equal(dropout_scales(rows, columns, 0.5, draws.stream("other"), at::kFloat), all));
  EXPECT_FALSE(at::equal(all[0], all[1]));
}

TEST(Dropout, DrawsTheSameZerosForItsGradient) {
  for (const at::ScalarType type : {at::kFloat, at::kDouble}) {
    const Tensor rows = at::tensor({7, 3, 11}, at::kLong), slope = at::randn({3, 64}, type);
    const Tensor x = at::randn({3, 64}, type).set_requires_grad(true);
    const Tensor scales = dropout_scales(rows, at::arange(64, at::kLong), 0.4, {true, 9}, type);
    const Tensor y = dropout(x, 0.4, rows, {true, 9});
    y.backward(slope);
    EXPECT_TRUE(at::equal(y, x * scales));
    EXPECT_TRUE(at::equal(x.grad(), slope * scales));
  }
}

}  // namespace
}  // namespace mmim
