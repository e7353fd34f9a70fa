#include <gtest/gtest.h>

#include <cmath>

#include "information/barber_agakov.h"
#include "information/contrastive.h"

namespace mmim {
namespace {

Tensor matrix(std::vector<double> values, int64_t width) { return at::tensor(values, at::kDouble).view({-1, width}); }

TEST(Contrastive, EqualsTheHandComputedValues) {
  const Tensor h = matrix({1, 2, .5, -1, -1.5, .5}, 2), prediction = matrix({.8, 1, 1, -.3, -.2, .9}, 2);
  EXPECT_NEAR(contrastive_loss(h, prediction, Orientation::predictions).item<double>(), 0.5779690, 5e-8);
  EXPECT_NEAR(contrastive_loss(h, prediction, Orientation::representations).item<double>(), 0.6398536, 5e-8);
}

TEST(Contrastive, HasNoZeroDividedByZero) {
  const Tensor h = at::zeros({2, 3}, at::kFloat).requires_grad_();
  const Tensor prediction = at::tensor({1.f, 2.f, 3.f, 3.f, -1.f, 2.f}).view({2, 3});
  const Tensor loss = contrastive_loss(h, prediction, Orientation::predictions);
  loss.backward();
  EXPECT_NEAR(loss.item<double>(), std::log(2.0), 1e-6);
  EXPECT_EQ(h.grad().abs().max().item<double>(), 0);
  EXPECT_EQ(contrastive_score(at::zeros({1, 3}), at::ones({1, 3})).item<double>(), 0);
}

TEST(Contrastive, OfABatchOfOneIsZero) {
  EXPECT_NEAR(contrastive_loss(matrix({1, 2}, 2), matrix({3, -1}, 2), Orientation::representations).item<double>(), 0,
              1e-12);
}

TEST(Gaussian, LikelihoodEqualsTheHandComputedValues) {
  const Moments moments{matrix({.1, .2, 0, -.3}, 2), matrix({.5, -.5, 1, 0}, 2)};
  const Tensor y = matrix({.4, -.1, .5, .2}, 2);
  EXPECT_NEAR(log_likelihood(y, moments, GaussianOptions::Form::published).item<double>(), -0.1362356, 5e-8);
  EXPECT_NEAR(log_likelihood(y, moments, GaussianOptions::Form::full).item<double>(), -2.2241127, 5e-8);
}

TEST(Gaussian, SmoothBoundKeepsTheLogVarianceWithinTen) {
  const Tensor s = matrix({-1e6, 0, 1e6, 0.5}, 1).reshape(-1);
  const Tensor b = bounded(s, GaussianOptions::Bound::smooth);
  EXPECT_LE(b.abs().max().item<double>(), 10);
  EXPECT_NEAR(b[3].item<double>(), 0.5, 1e-3);
  EXPECT_TRUE(at::equal(bounded(s, GaussianOptions::Bound::none), s));
}

TEST(BarberAgakov, NeverExceedsTheMutualInformationOfGaussians) {
  // x ~ N(0, 1), y = rho x + sqrt(1 - rho^2) e: with q the true conditional, likelihood + H(y) is I(x; y) = -1/2 log(1
  // - rho^2).
  const double rho = 0.8, variance = 1 - rho * rho;
  torch::manual_seed(1);
  const Tensor x = at::randn({200000, 1}, at::kDouble),
               y = rho * x + std::sqrt(variance) * at::randn({200000, 1}, at::kDouble);
  const Moments truth{rho * x, at::full_like(x, std::log(variance))};
  const double constants = 0.5 * std::log(2 * M_PI * M_E);
  EntropyOptions options{.covariance = EntropyOptions::Covariance::diagonal,
                         .split = EntropyOptions::Split::single,
                         .guard = 0,
                         .least_rows = 0};
  const double entropy = class_entropy({y, y.reshape(-1)}, options).item<double>() + constants;
  const double bound = log_likelihood(y, truth, GaussianOptions::Form::full).item<double>() + entropy;
  EXPECT_NEAR(bound, -0.5 * std::log(variance), 0.01);
  const Moments wrong{0.5 * x, at::zeros_like(x)};
  EXPECT_LT(log_likelihood(y, wrong, GaussianOptions::Form::full).item<double>() + entropy, bound);
}

TEST(BarberAgakov, ProjectsTheRowsOfTheEntropyWhereAsked) {
  BarberAgakovOptions options;
  options.rows = BarberAgakovOptions::Rows::projected;
  const BarberAgakov bound(6, 9, options);
  EXPECT_EQ(bound.entropy_rows(at::randn({3, 9})).sizes(), at::IntArrayRef({3, 2}));
  EXPECT_EQ(bound.projection_parameters().size(), 2u);
  options.rows = BarberAgakovOptions::Rows::raw;
  EXPECT_EQ(BarberAgakov(6, 9, options).entropy_rows(at::randn({3, 9})).size(1), 9);
}

}  // namespace
}  // namespace mmim
