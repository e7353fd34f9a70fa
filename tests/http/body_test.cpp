#include "http/body.h"

#include <gtest/gtest.h>

#include <thread>

#include "core/files.h"
#include "http/connections.h"
#include "http/problem.h"

namespace mmim {
namespace {

TEST(HttpBody, HoldsWhatWasAppendedInMemoryAndBeyond) {
  for (const size_t size : {size_t{0}, size_t{1}, size_t{1} << 20, (size_t{1} << 20) + 1, size_t{3} << 20}) {
    const auto budget = std::make_shared<BodyBudget>(10 << 20);
    std::string all;
    {
      HttpBody body(budget);
      while (all.size() < size) {
        const std::string piece(std::min(size - all.size(), size_t{70001}), static_cast<char>('a' + all.size() % 26));
        body.append(piece);
        all += piece;
      }
      body.end();
      const HttpBody copy = body;
      body = HttpBody();
      EXPECT_TRUE(copy.bytes() == all) << size;
      EXPECT_EQ(copy.size(), static_cast<int64_t>(size));
      EXPECT_EQ(budget->left(), (10 << 20) - static_cast<int64_t>(size));
    }
    EXPECT_EQ(budget->left(), 10 << 20);
  }
}

TEST(HttpBody, BeyondAMebibyteTakesNoMemoryOfItsOwn) {
  const auto budget = std::make_shared<BodyBudget>(int64_t{1} << 40);
  HttpBody body(budget);
  body.append(std::string((1 << 20) + 1, 'x'));
  body.end();
  EXPECT_NE(read_file("/proc/self/maps").find("(deleted)"), std::string::npos);
}

TEST(HttpBody, IsEmptyWhereThereIsNone) {
  EXPECT_EQ(HttpBody().bytes(), "");
  EXPECT_EQ(HttpBody().size(), 0);
  EXPECT_EQ(HttpBody("text").bytes(), "text");
}

TEST(HttpBody, IsRefusedBeyondTheBudget) {
  const auto budget = std::make_shared<BodyBudget>(10);
  HttpBody first(budget), second(budget);
  first.append("123456");
  second.append("1234");
  try {
    second.append("5");
    FAIL();
  } catch (const HttpError& wrong) {
    EXPECT_EQ(wrong.status, 503);
  }
  first = HttpBody();
  second.append("56789A");
  EXPECT_EQ(budget->left(), 0);
}

TEST(BodyBudget, CountsRightFromManyThreads) {
  BodyBudget budget(1000);
  std::vector<std::thread> threads;
  for (int t = 0; t < 4; ++t)
    threads.emplace_back([&] {
      for (int i = 0; i < 20000; ++i)
        if (budget.take(300)) budget.give_back(300);
    });
  for (std::thread& thread : threads) thread.join();
  EXPECT_EQ(budget.left(), 1000);
}

TEST(Connections, AreBoundedInAllAndOfOnePeer) {
  Connections connections(3, 2);
  EXPECT_EQ(connections.enter("10.0.0.1"), "");
  EXPECT_EQ(connections.enter("::ffff:10.0.0.1"), "");
  EXPECT_NE(connections.enter("10.0.0.1").find("one address"), std::string::npos);
  EXPECT_EQ(connections.enter("10.0.0.2"), "");
  EXPECT_EQ(connections.enter("10.0.0.3"), "too many connections");
  connections.leave("10.0.0.1");
  EXPECT_EQ(connections.enter("10.0.0.1"), "");
  connections.leave("10.0.0.2");
  EXPECT_NE(connections.enter("10.0.0.1"), "");
  EXPECT_EQ(connections.enter("10.0.0.3"), "");
}

TEST(Connections, CountAHouseholdOfIPv6AsOnePeer) {
  EXPECT_EQ(peer_of("2001:db8:1:2:3:4:5:6"), peer_of("2001:db8:1:2::9"));
  EXPECT_NE(peer_of("2001:db8:1:2::9"), peer_of("2001:db8:1:3::9"));
  EXPECT_EQ(peer_of("::ffff:10.0.0.1"), "10.0.0.1");
  EXPECT_EQ(peer_of("none"), "");
}

}  // namespace
}  // namespace mmim
