#include "extract/track.h"

#include <gtest/gtest.h>

#include <algorithm>

#include "core/files.h"
#include "support/scratch_folder.h"

namespace mmim {
namespace {

std::string table_of(const Track& track) {
  const ScratchFolder folder;
  write_csv(folder.path / "rows.csv", track);
  return read_file(folder.path / "rows.csv");
}

TEST(Track, IsWrittenAsATableWhoseNumbersAreReadBackExactly) {
  const Track track{{"F0", "a,b"}, {0.005, 0.015}, {100.1, -1e-300, 1.0 / 3, 0}};
  EXPECT_EQ(table_of(track), "time,F0,\"a,b\"\n0.005,100.1,-1e-300\n0.015,0.3333333333333333,0\n");
}

TEST(Track, WithoutRowsHasAHeaderAlone) { EXPECT_EQ(table_of({{"F0"}, {}, {}}), "time,F0\n"); }

TEST(Track, OfManyRowsIsWrittenWhole) {
  Track track{{"F0"}, {}, {}};
  for (int i = 0; i < 20000; ++i) track.times.push_back(i), track.values.push_back(-i);
  const std::string table = table_of(track);
  EXPECT_EQ(std::count(table.begin(), table.end(), '\n'), 20001);
  EXPECT_TRUE(table.ends_with("\n19999,-19999\n"));
}

}  // namespace
}  // namespace mmim
