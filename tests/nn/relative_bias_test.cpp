#include "nn/relative_bias.h"

#include <gtest/gtest.h>

#include <cmath>

namespace mmim {
namespace {

/// As transformers writes it, with logarithms, which are exact but at 16, 32 and 64.
int64_t by_logarithm(int64_t distance) {
  const auto away = static_cast<double>(std::abs(distance));
  const int64_t side = distance > 0 ? 16 : 0;
  if (away < 8) return side + static_cast<int64_t>(away);
  return side + std::min<int64_t>(15, 8 + static_cast<int64_t>(std::log(away / 8) / std::log(16.0) * 8 + 1e-9));
}

TEST(RelativeBucket, EqualsThatOfLogarithmsAtEveryDistance) {
  for (int64_t distance = -512; distance <= 512; ++distance)
    EXPECT_EQ(relative_bucket(distance), by_logarithm(distance)) << distance;
}

TEST(RelativeBias, OfAScoreDependsOnTheDistanceAlone) {
  const Tensor table = at::arange(2 * kRelativeBuckets, at::kDouble).view({kRelativeBuckets, 2});
  const Tensor bias = by_distance(table, 41);
  const Tensor scores = scores_at(bias, at::tensor({0, 7}, at::kLong).view({2, 1}), 9);
  EXPECT_EQ(scores.sizes(), (at::IntArrayRef{2, 2, 1, 9}));
  for (int64_t key = 0; key < 9; ++key)
    for (int64_t head = 0; head < 2; ++head) {
      EXPECT_EQ(scores[0][head][0][key].item<double>(), 2.0 * static_cast<double>(relative_bucket(key)) + head);
      EXPECT_EQ(scores[1][head][0][key].item<double>(), 2.0 * static_cast<double>(relative_bucket(key - 7)) + head);
    }
}

}  // namespace
}  // namespace mmim
