#include "extract/track.h"

#include <gtest/gtest.h>

namespace mmim {
namespace {

TEST(Track, IsWrittenAsATableWhoseNumbersAreReadBackExactly) {
  const Track track{{"F0", "a,b"}, {0.005, 0.015}, {100.1, -1e-300, 1.0 / 3, 0}};
  EXPECT_EQ(csv_of(track), "time,F0,\"a,b\"\n0.005,100.1,-1e-300\n0.015,0.3333333333333333,0\n");
}

TEST(Track, WithoutRowsHasAHeaderAlone) { EXPECT_EQ(csv_of({{"F0"}, {}, {}}), "time,F0\n"); }

}  // namespace
}  // namespace mmim
