#include <gtest/gtest.h>

#include <functional>

#include "information/class_entropy.h"
#include "information/contrastive.h"
#include "information/gaussian.h"
#include "kernels/attention.h"
#include "nn/bert.h"
#include "nn/lstm_encoder.h"

namespace mmim {
namespace {

using Function = std::function<Tensor(const Tensor&)>;  ///< any tensor -> scalar

/// The analytic gradient at x against central differences, elementwise to 1e-6 of the largest.
void expect_gradient(const Function& f, const Tensor& start) {
  const Tensor x = start.clone().set_requires_grad(true);
  f(x).backward();
  torch::NoGradGuard no_gradient;
  const Tensor numeric = at::zeros_like(start).reshape(-1);
  const double step = 1e-6;
  for (int64_t i = 0; i < numeric.numel(); ++i) {
    const auto moved = [&](double by) {
      const Tensor there = start.clone();
      there.reshape(-1)[i] += by;
      return f(there).item<double>();
    };
    numeric[i] = (moved(step) - moved(-step)) / (2 * step);
  }
  const double largest = (x.grad().reshape(-1) - numeric).abs().max().item<double>();
  EXPECT_LE(largest, 1e-6 * std::max(1.0, numeric.abs().max().item<double>()));
  EXPECT_GT(numeric.abs().max().item<double>(), 1e-4) << "a constant would pass too";
}

Tensor given(std::vector<int64_t> shape, double scale = 1) {
  int64_t count = 1;
  for (const int64_t n : shape) count *= n;
  return (at::arange(count, at::kDouble) * 0.7371 + 0.2).sin().mul(scale).view(shape);
}

TEST(Gradients, OfTheClassEntropyFollowItsValue) {
  const Tensor labels = at::tensor({1., 0., 2., -1., -2., -.5, 1., -3.}, at::kDouble);
  for (const auto covariance : {EntropyOptions::Covariance::full, EntropyOptions::Covariance::diagonal})
    for (const auto split :
         {EntropyOptions::Split::non_negative, EntropyOptions::Split::strict, EntropyOptions::Split::single}) {
      const EntropyOptions options{.covariance = covariance, .split = split, .guard = 1e-2, .least_rows = 2};
      expect_gradient([&](const Tensor& rows) { return class_entropy({rows, labels}, options); }, given({8, 2}));
    }
}

TEST(Gradients, OfTheContrastiveBoundFollowItsValue) {
  const Tensor prediction = given({5, 3}, 2) + 0.1;
  for (const Orientation orientation : {Orientation::representations, Orientation::predictions}) {
    expect_gradient([&](const Tensor& h) { return contrastive_loss(h, prediction, orientation); }, given({5, 3}));
    expect_gradient([&](const Tensor& g) { return contrastive_loss(prediction, g, orientation); }, given({5, 3}));
  }
}

TEST(Gradients, OfTheLikelihoodFollowItsValue) {
  const Tensor y = given({4, 3}), mean = given({4, 3}, 0.5);
  for (const auto form : {GaussianOptions::Form::full, GaussianOptions::Form::published})
    for (const auto bound :
         {GaussianOptions::Bound::none, GaussianOptions::Bound::tanh, GaussianOptions::Bound::smooth})
      expect_gradient(
          [&](const Tensor& s) {
            return log_likelihood(y, {mean, bounded(s, bound)}, form);
          },
          given({4, 3}, 2));
}

TEST(Gradients, OfAttentionFollowItsValueWithAndWithoutDropout) {
  const auto layout = make_layout({3, 1, 4}, {5, 9, 2});
  const Tensor weights = given({8, 4});
  for (const double p : {0.0, 0.4}) {
    const Draws draws{p > 0, 17};
    const auto attend = [&](const Tensor& q, const Tensor& k, const Tensor& v) {
      return (attention({q, layout}, {k, layout}, v, 2, p, draws) * weights).sum();
    };
    const Tensor q = given({8, 4}, 1.5), k = given({8, 4}, 0.9), v = given({8, 4}, 1.2);
    expect_gradient([&](const Tensor& x) { return attend(x, k, v); }, q);
    expect_gradient([&](const Tensor& x) { return attend(q, x, v); }, k);
    expect_gradient([&](const Tensor& x) { return attend(q, k, x); }, v);
  }
}

TEST(Gradients, OfTheLstmEncoderFollowItsValueInBothDirections) {
  const auto layout = make_layout({2, 5, 1});
  for (const bool bidirectional : {false, true}) {
    torch::manual_seed(3);
    LstmEncoder encoder(3, {.hidden = 4, .out = 2, .bidirectional = bidirectional});
    encoder.to(at::kDouble);
    expect_gradient([&](const Tensor& rows) { return encoder.forward({rows, layout}).sin().sum(); }, given({8, 3}));
  }
}

}  // namespace
}  // namespace mmim
