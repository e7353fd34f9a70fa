#include "core/scale.h"

#include <gtest/gtest.h>

namespace mmim {
namespace {

TEST(Scale, IsKnownByTheRangeOfLabels) {
  EXPECT_EQ(scale_of({}), Scale::mosi);
  EXPECT_EQ(scale_of({-3, 3}), Scale::mosi);
  EXPECT_EQ(scale_of({-1, 1}), Scale::sims);
  EXPECT_EQ(scale_of({0, 3}), Scale::other);
  EXPECT_EQ(scale_of({-1, 3}), Scale::other);
}

TEST(Scale, IsSaidAsItsRange) {
  EXPECT_EQ(say(Scale::sims), "-1 to 1");
  EXPECT_EQ(say(LabelRange{0, 2.5}), "0 to 2.5");
}

TEST(ClassesOfSims, AreHalfOpen) {
  EXPECT_EQ(sims_class(0, sims_cuts(2)), 0);
  EXPECT_EQ(sims_class(1e-30f, sims_cuts(2)), 1);
  EXPECT_EQ(sims_class(.1f, sims_cuts(3)), 1);
  EXPECT_EQ(sims_class(-.1f, sims_cuts(3)), 0);
  EXPECT_EQ(sims_class(-.7f, sims_cuts(5)), 0);
  EXPECT_EQ(sims_class(1, sims_cuts(5)), 4);
}

}  // namespace
}  // namespace mmim
