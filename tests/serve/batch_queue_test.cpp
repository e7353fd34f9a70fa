#include "serve/batch_queue.h"

#include <gtest/gtest.h>

#include <thread>

namespace mmim {
namespace {

const int kOne = 1, kOther = 2;  // stand for models

/// Entries of these tokens, numbered from `first` on.
std::vector<QueueEntry> entries(const std::vector<int64_t>& tokens, size_t first = 0, const void* model = &kOne) {
  std::vector<QueueEntry> list;
  for (const int64_t count : tokens) list.push_back({.index = first++, .tokens = count, .model = model});
  return list;
}

std::vector<size_t> numbers(const std::vector<QueueEntry>& batch) {
  std::vector<size_t> all;
  for (const QueueEntry& entry : batch) all.push_back(entry.index);
  return all;
}

using Numbers = std::vector<size_t>;

TEST(BatchQueue, HandsOutAsManyAsTheTokensAllowInTheOrderOfTheirComing) {
  BatchQueue queue({.tokens = 10, .waiting = 100, .delay = 0});
  ASSERT_TRUE(queue.push(entries({4, 6, 1, 20, 3})));
  EXPECT_EQ(numbers(queue.take()), (Numbers{0, 1})) << "exactly 10 tokens";
  EXPECT_EQ(numbers(queue.take()), (Numbers{2})) << "the next one does not fit, and none is drawn before it";
  EXPECT_EQ(numbers(queue.take()), (Numbers{3})) << "one alone may have more";
  EXPECT_EQ(numbers(queue.take()), (Numbers{4}));
  EXPECT_EQ(queue.waiting(), 0);
}

TEST(BatchQueue, KeepsModelsApartAndServesTheOldestFirst) {
  BatchQueue queue({.tokens = 10, .waiting = 100, .delay = 0});
  queue.push(entries({1}, 0, &kOther));
  queue.push(entries({1, 1}, 1, &kOne));
  queue.push(entries({1}, 3, &kOther));
  EXPECT_EQ(numbers(queue.take()), (Numbers{0, 3}));
  EXPECT_EQ(numbers(queue.take()), (Numbers{1, 2}));
}

TEST(BatchQueue, TakesAllOfAListOrNothing) {
  BatchQueue queue({.tokens = 10, .waiting = 3, .delay = 0});
  EXPECT_TRUE(queue.push(entries({1, 1})));
  EXPECT_FALSE(queue.push(entries({1, 1}, 2)));
  EXPECT_EQ(queue.waiting(), 2);
  EXPECT_TRUE(queue.push(entries({1}, 2))) << "the third place";
  EXPECT_FALSE(queue.push(entries({1}, 3)));
  EXPECT_EQ(numbers(queue.take()), (Numbers{0, 1, 2}));
}

TEST(BatchQueue, EndsOnceItIsClosedAndEmpty) {
  BatchQueue queue({.tokens = 2, .waiting = 9, .delay = 3600});
  queue.push(entries({1, 1, 1}));
  queue.close();
  EXPECT_FALSE(queue.push(entries({1}, 3)));
  EXPECT_EQ(numbers(queue.take()), (Numbers{0, 1}));
  EXPECT_EQ(numbers(queue.take()), (Numbers{2})) << "without its delay";
  EXPECT_TRUE(queue.take().empty());
}

TEST(BatchQueue, WakesWhoWaits) {
  BatchQueue queue({.tokens = 1, .waiting = 9, .delay = 0});
  std::vector<size_t> taken;
  std::thread taker([&] {
    taken = numbers(queue.take());
    EXPECT_TRUE(queue.take().empty());
  });
  queue.push(entries({1}, 7));
  while (queue.waiting() > 0) std::this_thread::yield();
  queue.close();
  taker.join();
  EXPECT_EQ(taken, (Numbers{7}));
}

TEST(BatchQueue, WaitsForOthersUntilTheBatchIsFull) {
  BatchQueue queue({.tokens = 3, .waiting = 9, .delay = 3600});
  std::vector<size_t> taken;
  std::thread taker([&] { taken = numbers(queue.take()); });
  for (size_t i = 0; i < 3; ++i) queue.push(entries({1}, i));  // the third fills it, long before its hour is over
  taker.join();
  EXPECT_EQ(taken, (Numbers{0, 1, 2}));
}

TEST(BatchQueue, LosesAndDoublesNothingAmongManyThreads) {
  BatchQueue queue({.tokens = 5, .waiting = 100000, .delay = 0.0001});
  constexpr size_t kThreads = 4, kEach = 2000;
  std::mutex mutex;
  std::vector<int> seen(kThreads * kEach);
  std::vector<std::thread> givers, takers;
  for (size_t t = 0; t < kThreads; ++t) {
    takers.emplace_back([&] {
      for (auto batch = queue.take(); !batch.empty(); batch = queue.take()) {
        EXPECT_LE(batch.size(), 5U);
        const std::lock_guard lock(mutex);
        for (const QueueEntry& entry : batch) ++seen[entry.index];
      }
    });
    givers.emplace_back([&, t] {
      for (size_t i = 0; i < kEach; ++i) queue.push(entries({1}, t * kEach + i, i % 3 == 0 ? &kOther : &kOne));
    });
  }
  for (std::thread& giver : givers) giver.join();
  queue.close();
  for (std::thread& taker : takers) taker.join();
  for (size_t i = 0; i < seen.size(); ++i) ASSERT_EQ(seen[i], 1) << i;
}

}  // namespace
}  // namespace mmim
