#include "nn/convolution.h"

#include <gtest/gtest.h>

#include "core/error.h"

namespace mmim {
namespace {

Tensor sines(std::vector<int64_t> shape) {
  int64_t count = 1;
  for (const int64_t size : shape) count *= size;
  return (at::arange(count, at::kDouble) * 0.731).sin().view(shape);
}

TEST(Convolution, EqualsConvolvingEachUtteranceAlone) {
  for (const auto& [kernel, padding] : {std::pair{1, 0}, std::pair{3, 1}, std::pair{2, 0}, std::pair{3, 2}}) {
    SCOPED_TRACE(std::to_string(kernel) + " with padding " + std::to_string(padding));
    Convolution convolution(2, 4, kernel, padding, true);
    convolution.to(at::kDouble);
    const Ragged x{sines({10, 2}), make_layout({5, 2, 3})};
    const Ragged y = convolution.forward(x);
    for (int64_t i = 0; i < 3; ++i) {
      const Tensor alone = x.values.narrow(0, x.layout->begin(i), x.layout->length(i));
      const Tensor want = at::conv1d(alone.t().unsqueeze(0), convolution.weight, convolution.bias, 1, padding)[0].t();
      const Tensor got = y.values.narrow(0, y.layout->begin(i), y.layout->length(i));
      ASSERT_EQ(got.sizes(), want.sizes());
      EXPECT_LT((got - want).abs().max().item<double>(), 1e-14);
    }
  }
}

TEST(Convolution, WithoutGradientsIsTheSameToRounding) {
  for (const auto& [kernel, padding] : {std::pair{1, 0}, std::pair{3, 1}, std::pair{2, 0}, std::pair{3, 2}}) {
    SCOPED_TRACE(std::to_string(kernel) + " with padding " + std::to_string(padding));
    for (const bool with_bias : {true, false}) {
      const Convolution convolution(2, 4, kernel, padding, with_bias);
      const Ragged x{sines({10, 2}).to(at::kFloat), make_layout({5, 2, 3})};
      const Tensor want = convolution.forward(x).values;
      const torch::NoGradGuard no_gradient;
      const Tensor got = convolution.forward(x).values;
      ASSERT_EQ(got.sizes(), want.sizes());
      EXPECT_LT((got - want).abs().max().item<double>(), 1e-6);
    }
  }
}

TEST(Convolution, RefusesAnUtteranceShorterThanTheKernel) {
  Convolution convolution(2, 4, 3, 0, false);
  EXPECT_THROW(convolution.forward({at::zeros({4, 2}), make_layout({3, 1})}), Error);
}

}  // namespace
}  // namespace mmim
