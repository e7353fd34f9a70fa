#include "metrics/spread.h"

#include <gtest/gtest.h>

#include <cmath>
#include <vector>

namespace mmim {
namespace {

TEST(Spread, IsMeanAndSampleDeviation) {
  const Spread spread = spread_of(std::vector<double>{1, 2, 6});
  EXPECT_DOUBLE_EQ(spread.mean, 3);
  EXPECT_DOUBLE_EQ(spread.deviation, std::sqrt(7.0));
}

TEST(Spread, OfOneValueHasNoDeviationAndOfNoneNoMean) {
  EXPECT_EQ(spread_of(std::vector<double>{1}).mean, 1);
  EXPECT_TRUE(std::isnan(spread_of(std::vector<double>{1}).deviation));
  EXPECT_TRUE(std::isnan(spread_of({}).mean));
}

}  // namespace
}  // namespace mmim
