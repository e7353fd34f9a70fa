// The bound's direction of scale, and what it says of data whose information is known.
#include <gtest/gtest.h>

#include <cmath>

#include "information/barber_agakov.h"

namespace mmim {
namespace {

using Gradient = EntropyOptions::Gradient;
using Split = EntropyOptions::Split;

constexpr int64_t kBatch = 32, kWidth = 32;

/// Rows of one distribution, and labels that they do not depend on.
LabelledRows batch(int64_t count = kBatch) {
  return {at::randn({count, kWidth}, at::kDouble) * 0.3, at::randn({count}, at::kDouble)};
}

ClassHistory filled(int64_t memory) {
  ClassHistory history(memory);
  for (int64_t i = 0; i < memory; ++i) history.remember(batch());
  return history;
}

struct Mean {
  double value, error;  ///< of the mean: its standard error
};

Mean mean_of_draws(const std::function<double()>& draw) {
  constexpr int64_t kDraws = 200;
  double sum = 0, squares = 0;
  for (int64_t i = 0; i < kDraws; ++i) {
    const double value = draw();
    sum += value;
    squares += value * value;
  }
  const double mean = sum / kDraws;
  return {mean, std::sqrt((squares / kDraws - mean * mean) / kDraws)};
}

/// d (likelihood + H) / d log scale of the current rows, per dimension, with the true q.
Mean scale_gradient(int64_t memory, Gradient gradient) {
  torch::manual_seed(3);
  const EntropyOptions options{.gradient = gradient};
  return mean_of_draws([&] {
    const ClassHistory history = filled(memory);
    const LabelledRows current = batch();
    const Tensor rows = current.rows.clone().requires_grad_();
    const Moments truth{at::zeros_like(rows), at::full_like(rows, std::log(0.09))};
    const Tensor bound = log_likelihood(rows, truth, GaussianOptions::Form::full) +
                         class_entropy(history.with({rows, current.labels}), options);
    bound.backward();
    return (rows.grad() * rows).sum().item<double>() / kWidth;
  });
}

TEST(BarberAgakov, RewardsNeitherShrinkingNorGrowingWhateverItRemembers) {
  for (const int64_t memory : {0, 1, 2, 3}) {
    const Mean whole = scale_gradient(memory, Gradient::whole);
    EXPECT_LT(std::abs(whole.value), 4 * whole.error) << "memory " << memory << ": " << whole.value;
    EXPECT_LT(whole.error, 0.02);
  }
}

TEST(BarberAgakov, RewardsShrinkingWhereRememberedRowsAreConstants) {
  for (const int64_t memory : {1, 2, 3}) {
    const Mean batch = scale_gradient(memory, Gradient::batch);
    const double share = 1.0 / static_cast<double>(memory + 1);
    EXPECT_NEAR(batch.value, share - 1, 0.03) << "memory " << memory;
  }
}

/// Correlated Gaussians: y = rho x + sqrt(1 - rho^2) e in each of `width` dimensions. The information is known.
struct Known {
  static constexpr double kRho = 0.8;
  static constexpr int64_t kDimensions = 4;
  static double information() { return -0.5 * std::log(1 - kRho * kRho) * kDimensions; }
  /// q as it is in truth.
  static Moments truth(const Tensor& x) { return {kRho * x, at::full_like(x, std::log(1 - kRho * kRho))}; }
};

/// I_BA in nats of one batch with `memory` batches before it, by the true q. Labels are the sign of the first dimension
/// of y where `labels_tell`, so that the classes differ.
double estimate(int64_t memory, Split split, bool labels_tell) {
  const auto draw = [&] {
    const Tensor x = at::randn({256, Known::kDimensions}, at::kDouble);
    const Tensor y = Known::kRho * x + std::sqrt(1 - Known::kRho * Known::kRho) * at::randn_like(x);
    return std::pair{x, LabelledRows{y, labels_tell ? y.select(1, 0).clone() : at::randn({256}, at::kDouble)}};
  };
  ClassHistory history(memory);
  for (int64_t i = 0; i < memory; ++i) history.remember(draw().second);
  const auto [x, rows] = draw();
  const double likelihood = log_likelihood(rows.rows, Known::truth(x), GaussianOptions::Form::full).item<double>();
  return likelihood + entropy_in_nats(history.with(rows), {.split = split, .guard = 0}).item<double>();
}

TEST(BarberAgakov, EqualsKnownInformationWithOneGaussian) {
  for (const int64_t memory : {0, 1, 2, 3}) {
    torch::manual_seed(5);
    const Mean found = mean_of_draws([&] { return estimate(memory, Split::single, false); });
    // The variance of n rows with 1/n is too small by 1/n, its logarithm by another 1/n: -d / n nats for the entropy.
    const double bias = -static_cast<double>(Known::kDimensions) / static_cast<double>(256 * (memory + 1));
    EXPECT_NEAR(found.value, Known::information() + bias, 4 * found.error) << "memory " << memory;
  }
}

TEST(BarberAgakov, OfTwoClassesLiesAboveKnownInformationByAtMostLogTwo) {
  for (const int64_t memory : {0, 1, 2, 3}) {
    torch::manual_seed(7);
    const Mean equal = mean_of_draws([&] { return estimate(memory, Split::non_negative, false); });
    EXPECT_NEAR(equal.value, Known::information() + std::log(2), 0.04 + 4 * equal.error);
    const Mean apart = mean_of_draws([&] { return estimate(memory, Split::non_negative, true); });
    EXPECT_GT(apart.value, Known::information() - 0.04);
    EXPECT_LT(apart.value, Known::information() + std::log(2));
  }
}

TEST(BarberAgakov, WithAWrongQLiesBelowKnownInformation) {
  torch::manual_seed(9);
  const Mean found = mean_of_draws([] {
    const Tensor x = at::randn({256, Known::kDimensions}, at::kDouble);
    const Tensor y = Known::kRho * x + std::sqrt(1 - Known::kRho * Known::kRho) * at::randn_like(x);
    const Moments wrong{0.5 * x, at::full_like(x, -0.3)};
    return log_likelihood(y, wrong, GaussianOptions::Form::full).item<double>() +
           entropy_in_nats({y, at::ones({256})}, {.split = Split::single, .guard = 0}).item<double>();
  });
  EXPECT_LT(found.value, Known::information() - 0.1);
}

TEST(EntropyInNats, AddsItsConstantsToAnEntropyThatIsKnown) {
  const LabelledRows rows = batch(40);
  const EntropyOptions options{.least_rows = 0};
  const Tensor estimated = entropy_in_nats(rows, options), entropy = class_entropy(rows, options);
  EXPECT_TRUE(at::equal(entropy_in_nats(rows, options, entropy), estimated));
  EXPECT_NEAR(entropy_in_nats(rows, options, entropy + 1).item<double>(), estimated.item<double>() + 1, 1e-9);
}

TEST(EntropyInNats, IsUndefinedWhereAClassHasTooFewRows) {
  LabelledRows rows = batch(10);
  rows.labels = at::ones({10}, at::kDouble);
  EXPECT_TRUE(std::isnan(entropy_in_nats(rows, {.least_rows = 0}).item<double>()));
  rows.labels[0] = -1;
  EXPECT_TRUE(std::isfinite(entropy_in_nats(rows, {.least_rows = 0}).item<double>()));
  EXPECT_TRUE(std::isnan(entropy_in_nats(rows, {.least_rows = 8}).item<double>()));
}

}  // namespace
}  // namespace mmim
