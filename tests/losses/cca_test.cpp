#include "losses/cca.h"

#include <gtest/gtest.h>

#include <cmath>

namespace mmim {
namespace {

Tensor view(std::vector<int64_t> shape, double frequency) {
  const int64_t count = shape[0] * shape[1];
  return (at::arange(count, at::kDouble).square() * frequency).sin().view(shape);
}

TEST(Cca, OfAViewWithItselfIsNearlyItsWidth) {
  const Tensor x = view({60, 4}, 0.37), centred = x - x.mean(0, true);
  const Tensor eigenvalues = at::linalg_eigvalsh(at::matmul(centred.t(), centred) / 59);
  EXPECT_NEAR(-cca_loss(x, x, 1e-3).item<double>(), (eigenvalues / (eigenvalues + 1e-3)).sum().item<double>(), 1e-10);
}

TEST(Cca, DoesNotSeeInvertibleLinearMapsWithoutARidge) {
  const Tensor x = view({60, 3}, 0.37), y = view({60, 3}, 0.61), map = view({3, 3}, 1.3) + 2 * at::eye(3, at::kDouble);
  EXPECT_NEAR(cca_loss(at::matmul(x, map) + 5, y, 0).item<double>(), cca_loss(x, y, 0).item<double>(), 1e-9);
}

TEST(Cca, HasTheGradientOfItsValueForAnyNumberOfCorrelations) {
  const Tensor y = view({12, 3}, 0.61);
  for (const int64_t top : {0, 1, 2}) {
    const Tensor x = view({12, 4}, 0.37).set_requires_grad(true);
    cca_loss(x, y, 1e-2, top).backward();
    const torch::NoGradGuard no_gradient;
    Tensor numeric = at::zeros({48}, at::kDouble);
    for (int64_t i = 0; i < 48; ++i) {
      const auto moved = [&](double by) {
        const Tensor there = x.detach().clone();
        there.view({-1})[i] += by;
        return cca_loss(there, y, 1e-2, top).item<double>();
      };
      numeric[i] = (moved(1e-6) - moved(-1e-6)) / 2e-6;
    }
    EXPECT_LT((x.grad().view({-1}) - numeric).abs().max().item<double>(), 1e-7) << top;
  }
}

TEST(Cca, OfAConstantViewHasAFiniteGradient) {
  const Tensor x = at::ones({9, 3}, at::kDouble).set_requires_grad(true);
  const Tensor loss = cca_loss(x, view({9, 3}, 0.61), 1e-3);
  loss.backward();
  EXPECT_NEAR(loss.item<double>(), 0, 1e-12);
  EXPECT_TRUE(x.grad().isfinite().all().item<bool>());
}

TEST(Cca, OfAViewThatIsNotFiniteIsNaN) {
  const Tensor x = at::full({9, 3}, std::nan(""), at::kDouble).set_requires_grad(true);
  const Tensor loss = cca_loss(x, view({9, 3}, 0.61), 1e-3);
  loss.backward();
  EXPECT_TRUE(std::isnan(loss.item<double>()));
}

}  // namespace
}  // namespace mmim
