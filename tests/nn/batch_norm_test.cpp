#include "nn/batch_norm.h"

#include <gtest/gtest.h>
#include <torch/nn/modules/batchnorm.h>

namespace mmim {
namespace {

TEST(BatchNorm, EqualsTorchsInTrainingAndInPrediction) {
  BatchNorm ours(3);
  torch::nn::BatchNorm1d theirs(3);
  for (int step = 0; step < 3; ++step) {
    const Tensor x = (at::arange(15) * 0.7f + static_cast<float>(step)).sin().view({5, 3});
    EXPECT_TRUE(torch::allclose(ours.train_forward(x), theirs(x), 0, 1e-6));
  }
  theirs->eval();
  const Tensor x = at::ones({1, 3});
  EXPECT_TRUE(torch::allclose(ours.forward(x), theirs(x), 0, 1e-6));
  auto buffers = theirs->named_buffers();
  for (const auto& buffer : ours.named_buffers())
    EXPECT_TRUE(torch::allclose(buffer.value(), buffers[buffer.key()], 0, 1e-6)) << buffer.key();
}

TEST(BatchNorm, ABatchOfOneIsNormalisedByTheRunningStatisticsAndLeavesThem) {
  BatchNorm norm(2);
  norm.train_forward(torch::tensor({{1.f, 2.f}, {3.f, -2.f}}));
  const Tensor before = norm.named_buffers()["running_mean"].clone(), x = torch::tensor({{5.f, 1.f}});
  EXPECT_TRUE(torch::equal(norm.train_forward(x), norm.forward(x)));
  EXPECT_TRUE(torch::equal(norm.named_buffers()["running_mean"], before));
  EXPECT_EQ(norm.named_buffers()["num_batches_tracked"].item<int64_t>(), 1);
}

}  // namespace
}  // namespace mmim
