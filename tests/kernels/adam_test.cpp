#include "kernels/adam.h"

#include <torch/optim/adam.h>

#include "kernels/close.h"

namespace mmim {
namespace {

constexpr AdamOptions kOptions{.rate = 1e-3, .beta1 = 0.9, .beta2 = 0.999, .epsilon = 1e-8, .decay = 1e-2};

/// Sizes below, at and above a vector, and one of several stretches.
constexpr int64_t kSizes[] = {1, 7, 16, 33, 200001};

TEST(AdamStep, MovesAsTorchAdamInDoublePrecisionOverEightSteps) {
  for_each_kernels([] {
    for (const int64_t size : kSizes) {
      const Tensor start = waves({size}, 0.1);
      AdamParameter ours{start.clone(), {}, at::zeros({size}), at::zeros({size}), 0};
      Tensor theirs = start.to(at::kDouble).set_requires_grad(true);
      torch::optim::Adam adam({theirs}, torch::optim::AdamOptions(kOptions.rate).weight_decay(kOptions.decay));
      for (int64_t step = 1; step <= 8; ++step) {
        ours.gradient = waves({size}, 0.2 + static_cast<double>(step), 3);
        ours.steps = step;
        adam_step({ours}, kOptions, {.scale = 0.25, .limit = 0.5});
        theirs.mutable_grad() = (ours.gradient.to(at::kDouble) * 0.25).clamp(-0.5, 0.5);
        adam.step();
      }
      const Tensor moved = ours.value.to(at::kDouble) - start, right = theirs.detach() - start;
      EXPECT_LT(relative_error(moved, right), 6e-5) << size;  // moves of 1e-3 of a value lose three digits of its seven
      EXPECT_LT(relative_error(ours.value, theirs), 2e-7) << size;
    }
  });
}

TEST(JointNorm, EqualsDoublePrecisionAndDoesNotDependOnThreads) {
  for_each_kernels([] {
    std::vector<Tensor> tensors;
    double squares = 0;
    for (const int64_t size : kSizes) {
      tensors.push_back(waves({size}, 0.3));
      squares += tensors.back().to(at::kDouble).square().sum().item<double>();
    }
    const double norm = joint_norm(tensors).item<double>();
    EXPECT_NEAR(norm, std::sqrt(squares), 1e-6 * norm);
    const int threads = at::get_num_threads();
    at::set_num_threads(1);
    EXPECT_EQ(joint_norm(tensors).item<double>(), norm);
    at::set_num_threads(threads);
    EXPECT_EQ(joint_norm({}).item<double>(), 0);
  });
}

TEST(JointNorm, HoldsWhereSquaresDoNot) {
  for_each_kernels([] {
    const double norm = joint_norm({at::full({5000}, 1e20f), at::full({3}, 1.0f)}).item<double>();
    EXPECT_NEAR(norm, 1e20 * std::sqrt(5000), 1e15);
    EXPECT_TRUE(std::isnan(joint_norm({at::full({100}, std::nanf(""))}).item<double>()));
  });
}

TEST(AdamStep, LetsNaNThroughAClipByValue) {
  for_each_kernels([] {
    const Tensor value = at::ones({20}), gradient = at::ones({20});
    gradient[7] = std::nanf("");
    adam_step({{value, gradient, at::zeros({20}), at::zeros({20}), 1}}, kOptions, {.limit = 0.5});
    EXPECT_EQ(at::isnan(value).sum().item<int64_t>(), 1);
    EXPECT_TRUE(std::isnan(value[7].item<float>()));
  });
}

TEST(AdamStep, IsNoticedByAutograd) {
  const Tensor value = at::ones({20}).set_requires_grad(true);
  const Tensor square = value.square().sum();
  adam_step({{value.detach(), at::ones({20}), at::zeros({20}), at::zeros({20}), 1}}, kOptions, {});
  EXPECT_THROW(square.backward(), c10::Error) << "the gradient would be of values that are gone";
}

}  // namespace
}  // namespace mmim
