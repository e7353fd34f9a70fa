#include "tensor/waiting.h"

#include <gtest/gtest.h>

#include <atomic>
#include <thread>
#include <vector>

#include "core/cores.h"

namespace mmim {
namespace {

TEST(Company, IsLeftAfterTenCalmIntervalsAndIsBackAtOnce) {
  Company company;
  EXPECT_FALSE(company.alone());
  for (int interval = 0; interval < 9; ++interval) company.observe(0.1);
  EXPECT_FALSE(company.alone());
  company.observe(0.1);
  EXPECT_TRUE(company.alone());
  company.observe(0.2);
  EXPECT_FALSE(company.alone());
  for (int interval = 0; interval < 10; ++interval) company.observe(0);
  EXPECT_TRUE(company.alone());
}

TEST(WaitedForCores, GrowsWhereMoreThreadsComputeThanCoresAreThere) {
  const auto before = waited_for_cores();
  if (!before) GTEST_SKIP() << "this system does not tell how long threads wait for a core";
  std::atomic<bool> done = false;
  std::vector<std::thread> threads;
  for (int64_t i = 0; i < 3 * usable_cores().count; ++i)
    threads.emplace_back([&] {
      while (!done) {
      }
    });
  int64_t grown = 0;
  for (int tries = 0; tries < 500 && grown < 20'000'000;
       ++tries) {  // the time depends on the machine, the sign does not
    std::this_thread::sleep_for(std::chrono::milliseconds(10));
    grown = waited_for_cores().value_or(0) - *before;
  }
  done = true;
  for (std::thread& thread : threads) thread.join();
  EXPECT_GE(grown, 20'000'000);
}

}  // namespace
}  // namespace mmim
