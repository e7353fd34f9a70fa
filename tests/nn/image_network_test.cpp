#include "nn/image_network.h"

#include <gtest/gtest.h>

namespace mmim {
namespace {

TEST(ImageNetwork, WithoutGradientsIsTheSameToRoundingAndIndependentOfItsBatch) {
  for (const int64_t padding : {0, 1, 2}) {
    SCOPED_TRACE("padding " + std::to_string(padding));
    const ImageNetwork network(12, 15, {.channels = {3, 5}, .kernel = 3, .padding = padding, .pool = 2, .out = 4});
    const Tensor images = at::randn({6, 12, 15}), want = network.forward(images);
    const torch::NoGradGuard no_gradient;
    const Tensor got = network.forward(images);
    ASSERT_EQ(got.sizes().vec(), (std::vector<int64_t>{6, 4}));
    EXPECT_LT((got - want).abs().max().item<double>(), 1e-5);
    for (int64_t i = 0; i < 6; ++i) EXPECT_TRUE(network.forward(images.narrow(0, i, 1))[0].equal(got[i]));
  }
}

}  // namespace
}  // namespace mmim
