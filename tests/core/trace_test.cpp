#include "core/trace.h"

#include <gtest/gtest.h>

#include <optional>
#include <thread>

#include "core/error.h"
#include "core/json.h"
#include "support/scratch_folder.h"

namespace mmim {
namespace {

void wait(int milliseconds) { std::this_thread::sleep_for(std::chrono::milliseconds(milliseconds)); }

std::optional<TracedPhase> find(const Trace& trace, const std::string& within, const std::string& name) {
  for (const TracedPhase& phase : trace.phases())
    if (phase.within == within && phase.name == name) return phase;
  return {};
}

double sum_of_main_shares(const Trace& trace) {
  double sum = 0;
  for (const TracedPhase& phase : trace.phases())
    if (phase.thread == "main") sum += phase.share;
  return sum;
}

Json chrome(const Trace& trace) {
  const ScratchFolder folder;
  trace.write_chrome(folder.path / "trace.json");
  return read_json(folder.path / "trace.json");
}

std::vector<Json> events(const Trace& trace, const std::string& phase) {
  std::vector<Json> found;
  const Json json = chrome(trace);
  for (const Json& event : json.at("traceEvents"))
    if (event.at("ph") == phase) found.push_back(event);
  return found;
}

TEST(Trace, SumsTheSpansOfANameWithinTheSameOuterOnes) {
  Trace trace;
  for (int epoch = 0; epoch < 2; ++epoch) {
    const Span outer("epoch", epoch);
    for (int batch = 0; batch < 3; ++batch) {
      const Span inner("forward");
      wait(2);
    }
    const Span other("save");
  }
  { const Span inner("forward"); }
  trace.stop();
  const auto forward = find(trace, "epoch", "forward");
  ASSERT_TRUE(forward);
  EXPECT_EQ(forward->count, 6);
  EXPECT_GE(forward->seconds, 6 * 0.002);
  EXPECT_GE(forward->longest, 0.002);
  EXPECT_LT(forward->longest, forward->seconds);
  EXPECT_EQ(find(trace, "epoch", "save")->count, 2);
  EXPECT_EQ(find(trace, "run", "forward")->count, 1);
  EXPECT_FALSE(find(trace, "run", "epoch")) << "a span that holds others is a group of its own";
}

TEST(Trace, GivesSharesThatSumToOneWithWhatIsElsewhere) {
  Trace trace;
  wait(3);
  {
    const Span epoch("epoch");
    wait(3);
    const Span stage("main");
    const Span forward("forward");
    wait(3);
  }
  trace.stop();
  EXPECT_NEAR(sum_of_main_shares(trace), 1, 1e-9);
  for (const char* within : {"run", "epoch"}) {
    const auto elsewhere = find(trace, within, "elsewhere");
    ASSERT_TRUE(elsewhere) << within;
    EXPECT_GE(elsewhere->seconds, 0.003) << within;
    EXPECT_LT(elsewhere->seconds, trace.seconds() - 0.006) << within;
  }
}

TEST(Trace, KeepsThreadsApartAndOutOfTheShares) {
  Trace trace;
  const Span outer("epoch");
  for (int i = 0; i < 2; ++i) {
    std::thread([] {
      name_traced_thread("loader");
      const Span gather("gather");
      wait(2);
    }).join();
  }
  std::thread([] { const Span span("unnamed"); }).join();
  { const Span load("load"); }
  trace.stop();
  const auto gather = find(trace, "loader", "gather");
  ASSERT_TRUE(gather);
  EXPECT_EQ(gather->thread, "loader");
  EXPECT_EQ(gather->count, 2);
  EXPECT_EQ(find(trace, "epoch", "load")->thread, "main");
  EXPECT_NEAR(sum_of_main_shares(trace), 1, 1e-9);
  std::vector<std::string> names;
  for (const Json& event : events(trace, "M"))
    if (event.at("name") == "thread_name") names.push_back(event.at("args").at("name"));
  ASSERT_EQ(names.size(), 3u);
  EXPECT_EQ(names[0], "main");
  EXPECT_EQ(names[1], "loader");
  EXPECT_TRUE(names[2].starts_with("thread ")) << names[2];
}

TEST(Trace, LosesNoSpanOfManyThreads) {
  Trace trace(1000);
  std::atomic<int> ready{0};
  std::vector<std::thread> threads;
  for (int i = 0; i < 4; ++i)
    threads.emplace_back([&ready] {
      name_traced_thread("worker");
      for (++ready; ready < 4;) std::this_thread::yield();
      for (int k = 0; k < 20'000; ++k) {
        const Span outer("outer", k);
        const Span inner("inner", k);
      }
    });
  for (std::thread& thread : threads) thread.join();
  trace.stop();
  EXPECT_EQ(find(trace, "outer", "inner")->count, 80'000);
  EXPECT_EQ(trace.left_out() + static_cast<int64_t>(events(trace, "X").size()), 160'000);
}

TEST(Trace, WritesCompleteEventsInMicroseconds) {
  Trace trace;
  {
    const Span outer("epoch");
    const Span inner("forward \"quoted\"", 7);
    wait(2);
  }
  trace.stop();
  const std::vector<Json> found = events(trace, "X");
  ASSERT_EQ(found.size(), 2u);
  const Json &inner = found[0], &outer = found[1];
  EXPECT_EQ(inner.at("name"), "forward \"quoted\"");
  EXPECT_EQ(inner.at("args").at("number"), 7);
  EXPECT_FALSE(outer.contains("args"));
  EXPECT_EQ(inner.at("tid"), outer.at("tid"));
  EXPECT_GE(inner.at("dur").get<double>(), 2000);
  EXPECT_LT(inner.at("dur").get<double>(), trace.seconds() * 1e6);
  EXPECT_GE(inner.at("ts").get<double>(), outer.at("ts").get<double>());
  EXPECT_LE(inner.at("ts").get<double>() + inner.at("dur").get<double>(),
            outer.at("ts").get<double>() + outer.at("dur").get<double>() + 1e-3);
}

TEST(Trace, KeepsTheSumsButNotTheEventsBeyondItsBound) {
  Trace trace(5);
  for (int i = 0; i < 12; ++i) const Span span("forward", i);
  trace.stop();
  EXPECT_EQ(find(trace, "run", "forward")->count, 12);
  EXPECT_EQ(trace.left_out(), 7);
  EXPECT_EQ(events(trace, "X").size(), 5u);
  EXPECT_EQ(chrome(trace).at("otherData").at("left_out"), 7);
}

TEST(Trace, LeavesOutSpansOpenInTheEndButNotWhatTheyHold) {
  std::optional<Trace> trace(std::in_place);
  {
    const Span outer("epoch");
    { const Span inner("forward"); }
    trace->stop();
    trace->stop();
  }
  { const Span late("late"); }
  EXPECT_EQ(find(*trace, "epoch", "forward")->count, 1);
  EXPECT_GE(find(*trace, "epoch", "elsewhere")->seconds, 0);
  EXPECT_NEAR(sum_of_main_shares(*trace), 1, 1e-9);
  EXPECT_EQ(events(*trace, "X").size(), 1u);
}

TEST(Trace, RecordsNothingOfSpansThatBeganBeforeIt) {
  const Span before("none records");
  std::optional<Span> open;
  {
    Trace first;
    open.emplace("first");
    first.stop();
  }
  Trace second;
  { const Span span("second"); }
  open.reset();
  { const Span span("second"); }
  second.stop();
  EXPECT_EQ(events(second, "X").size(), 2u);
  EXPECT_EQ(find(second, "run", "second")->count, 2);
}

TEST(Trace, IsTheOnlyOneThatRecords) {
  const Trace first;
  EXPECT_THROW(Trace second, Error);
}

TEST(InSpan, TimesTheWorkAndGivesItsResult) {
  Trace trace;
  EXPECT_EQ(in_span("work", 3, [] { return 4; }), 4);
  EXPECT_THROW(in_span("work", 3, []() -> int { throw Error("no"); }), Error);
  trace.stop();
  EXPECT_EQ(find(trace, "run", "work")->count, 2);
}

}  // namespace
}  // namespace mmim
