#include "kernels/affine.h"

#include <gtest/gtest.h>

#include "core/error.h"

namespace mmim {
namespace {

struct Layer {
  Tensor x = at::randn({3, 7, 45}), weight = at::randn({19, 45}), bias = at::randn({19});
};

TEST(Affine, IsALinearLayerOverTheLastDimension) {
  const Layer l;
  const torch::NoGradGuard no_gradient;
  ASSERT_TRUE(sums_rows_alone(l.x, l.weight));
  for (const Tensor& bias : {l.bias, Tensor()}) {
    const Tensor want = at::linear(l.x, l.weight, bias), got = affine(l.x, l.weight, bias);
    ASSERT_EQ(got.sizes(), want.sizes());
    EXPECT_TRUE(got.allclose(want, 1e-5, 1e-5));
  }
  const Tensor turned = at::randn({45, 8}).t(), strided = at::randn({45, 19}).t();  // neither is contiguous
  EXPECT_TRUE(affine(turned, strided, l.bias).allclose(at::linear(turned, strided, l.bias), 1e-5, 1e-5));
}

TEST(Affine, WithoutGradientsGivesARowTheSameBitsWhateverStandsBesideIt) {
  const torch::NoGradGuard no_gradient;
  for (const int64_t in : {1, 45, 768, 1300}) {
    const Tensor x = at::randn({70, in}), weight = at::randn({33, in}), bias = at::randn({33});
    const Tensor together = affine(x, weight, bias);
    for (const int64_t count : {1, 2, 13, 14, 15, 69})
      for (const int64_t from : {int64_t{0}, 70 - count})
        EXPECT_TRUE(affine(x.narrow(0, from, count), weight, bias).equal(together.narrow(0, from, count)))
            << count << " rows of " << in << " from " << from;
  }
}

TEST(Affine, IsLibTorchsWhereGradientsOrOtherTypesAreWanted) {
  const Layer l;
  EXPECT_FALSE(sums_rows_alone(l.x, l.weight));
  EXPECT_TRUE(affine(l.x, l.weight, l.bias).equal(at::linear(l.x, l.weight, l.bias)));
  const torch::NoGradGuard no_gradient;
  const Tensor x = l.x.to(at::kDouble), weight = l.weight.to(at::kDouble), bias = l.bias.to(at::kDouble);
  EXPECT_FALSE(sums_rows_alone(x, weight));
  EXPECT_TRUE(affine(x, weight, bias).equal(at::linear(x, weight, bias)));
  EXPECT_EQ(affine(l.x.narrow(0, 0, 0), l.weight, l.bias).sizes().vec(), (std::vector<int64_t>{0, 7, 19}));
}

TEST(Affine, NamesWidthsThatDoNotFit) {
  const Layer l;
  const torch::NoGradGuard no_gradient;
  EXPECT_THROW(affine(l.x, at::randn({19, 44}), l.bias), Error);
}

}  // namespace
}  // namespace mmim
