#include <gtest/gtest.h>

#include "bench/bench.h"
#include "bench/process.h"
#include "core/error.h"

namespace mmim {
namespace {

bool wanted(const std::vector<std::string>& asked, const std::string& row) {
  return Bench({.rows = asked, .workload = {.geometry = "tiny", .batches = 1}}, [](const std::string&) {}).wants(row);
}

TEST(Bench, MeasuresClipsOnlyWhereTheyAreAskedFor) {
  EXPECT_FALSE(wanted({}, "extract/clip"));
  EXPECT_TRUE(wanted({}, "memory"));
  EXPECT_TRUE(wanted({"extract"}, "extract/clip"));
  EXPECT_TRUE(wanted({"extract/clip"}, "extract/clip"));
  EXPECT_FALSE(wanted({"extract/clip"}, "extract/memory"));
  EXPECT_FALSE(wanted({"extract"}, "memory"));
}

TEST(Bench, DrawsNoBatchesForClips) {
  const auto quiet = [](const std::string&) {};
  EXPECT_FALSE(Bench({.rows = {"extract/visual"}}, quiet).trains());
  EXPECT_TRUE(Bench({.rows = {"extract", "lstm"}, .workload = {.geometry = "tiny", .batches = 1}}, quiet).trains());
}

TEST(Bench, RefusesTheBeginningOfAName) {
  EXPECT_THROW(run_bench({.rows = {"extr"}}, [](const std::string&) {}), UsageError);
}

TEST(CpuSeconds, RiseWhileThisProcessComputes) {
  const double before = cpu_seconds();
  while (cpu_seconds() < before + 0.02) {
  }
  EXPECT_GE(cpu_seconds(), before + 0.02);
}

}  // namespace
}  // namespace mmim
