#include <future>

#include "http/served.h"

namespace mmim {
namespace {

using Clock = std::chrono::steady_clock;

/// What drain() returns, and how long it took.
struct Drained {
  bool all;
  double seconds;
};

std::future<Drained> begin_drain(Served& served, double seconds) {
  auto drained = std::async(std::launch::async, [&served, seconds] {
    const auto begin = Clock::now();
    const bool all = served.server->drain(seconds);
    return Drained{all, std::chrono::duration<double>(Clock::now() - begin).count()};
  });
  EXPECT_TRUE(soon([&] { return !RawClient(served.server->port()).connected(); }));  // it has begun
  return drained;
}

TEST(HttpDrain, AnswersWhatHasBegunAndEndsWhatIsIdle) {
  Served served;
  RawClient idle = served.client(), silent = served.client(), working = served.client();
  EXPECT_EQ(status_of(idle.ask(plain_request("GET", "/echo"))), 200);
  working.say(plain_request("GET", "/later"));
  served.wait_for(1);
  auto drained = begin_drain(served, 20);
  EXPECT_TRUE(idle.ended());
  EXPECT_TRUE(silent.ended());
  served.later[0]({.body = "done"});
  const std::string answer = working.hear();
  EXPECT_TRUE(answer.ends_with("done"));
  EXPECT_EQ(header_of(answer, "Connection"), "close");
  EXPECT_TRUE(working.ended());
  const Drained end = drained.get();
  EXPECT_TRUE(end.all);
  EXPECT_LT(end.seconds, 10);
}

TEST(HttpDrain, WaitsForHeadsAndBodiesThatHaveBegun) {
  Served served;
  RawClient head = served.client(), body = served.client();
  head.say("GET /echo HTTP/1.1\r\nHo");
  body.say("POST /echo HTTP/1.1\r\nHost: a\r\nContent-Length: 4\r\n\r\nbo");
  EXPECT_TRUE(served.answers());
  auto drained = begin_drain(served, 20);
  std::this_thread::sleep_for(std::chrono::seconds(1));
  EXPECT_EQ(status_of(head.ask("st: a\r\n\r\n")), 200);
  EXPECT_TRUE(body.ask("dy").ends_with("body"));
  EXPECT_TRUE(drained.get().all);
}

TEST(HttpDrain, AnswersRequestsThatCameBehindOthers) {
  Served served;
  RawClient client = served.client();
  client.say(plain_request("GET", "/later") + plain_request("POST", "/echo", "second") +
             plain_request("POST", "/echo", "third"));
  served.wait_for(1);
  auto drained = begin_drain(served, 20);
  served.later[0]({.body = "first"});
  EXPECT_TRUE(client.hear().ends_with("first"));
  const std::string second = client.hear();
  EXPECT_TRUE(second.ends_with("second"));
  EXPECT_EQ(header_of(second, "Connection"), "");
  const std::string third = client.hear();
  EXPECT_TRUE(third.ends_with("third"));
  EXPECT_EQ(header_of(third, "Connection"), "close");
  EXPECT_TRUE(drained.get().all);
}

TEST(HttpDrain, WaitsNoLongerForAClientWhoseAnswerWasUnderWay) {
  Served served({.head_seconds = 60});
  RawClient client = served.client("127.0.0.1", 4096);
  client.say(plain_request("GET", "/long?bytes=20000000"));
  std::this_thread::sleep_for(std::chrono::milliseconds(100));
  auto drained = begin_drain(served, 40);
  EXPECT_EQ(client.hear().size() > 20000000, true);
  const Drained end = drained.get();
  EXPECT_TRUE(end.all);
  EXPECT_LT(end.seconds, 20);
}

TEST(HttpDrain, TakesConnectionsThatTheSystemMadeBefore) {
  for (int round = 0; round < 20; ++round) {
    Served served;
    std::vector<RawClient> clients;
    for (int i = 0; i < 20; ++i) clients.push_back(served.client());
    auto drained = std::async(std::launch::async, [&] { return served.server->drain(20); });
    for (RawClient& client : clients) client.say(plain_request("POST", "/echo", "heard"));
    for (RawClient& client : clients) {
      EXPECT_TRUE(client.hear().ends_with("heard"));
      client.leave();
    }
    EXPECT_TRUE(drained.get());
  }
}

TEST(HttpDrain, SaysWhenItCouldNot) {
  Served served;
  RawClient working = served.client();
  working.say(plain_request("GET", "/later"));
  served.wait_for(1);
  EXPECT_FALSE(served.server->drain(0.1));
  served.server.reset();
  EXPECT_TRUE(working.ended());
  served.later[0]({.body = "too late"});
}

TEST(HttpDrain, ASecondTimeEndsAtOnce) {
  Served served;
  RawClient working = served.client(), head = served.client(), slow = served.client("127.0.0.1", 4096);
  head.say("GET /echo HT");
  slow.say(plain_request("GET", "/long?bytes=20000000"));
  working.say(plain_request("GET", "/later"));
  served.wait_for(1);
  auto first = begin_drain(served, 60);
  const auto begin = Clock::now();
  EXPECT_FALSE(served.server->drain(60));
  EXPECT_FALSE(first.get().all);
  EXPECT_LT(Clock::now() - begin, std::chrono::seconds(10));
  EXPECT_TRUE(working.ended());
  EXPECT_TRUE(slow.ends());
  served.later[0]({.body = "too late"});
}

TEST(HttpDrain, OfAnEndedServerEndsAtOnce) {
  Served served;
  EXPECT_TRUE(served.answers());
  EXPECT_TRUE(served.server->drain(20));
  EXPECT_TRUE(served.server->drain(20));
}

TEST(HttpDrain, IsNotHeldByTheSilentOrTheSlow) {
  Served served({.head_seconds = 0.5, .slowest = 1e6});
  std::vector<RawClient> clients;
  for (const std::string& part :
       {std::string(), std::string("GET"), std::string("POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 9\r\n\r\n"),
        plain_request("GET", "/long?bytes=20000000"), std::string("GET /\r\n\r\n")})
    for (int i = 0; i < 20; ++i) {
      clients.push_back(served.client("127.0.0.1", 4096));
      clients.back().say(part);
    }
  const Drained end = begin_drain(served, 40).get();
  EXPECT_TRUE(end.all);
  EXPECT_LT(end.seconds, 20);
}

/// A server ends in the midst of everything that clients can do.
TEST(HttpDrain, AndEndsInTheMidstOfAnythingHarmNobody) {
  const std::vector<std::string> parts{
      "",
      "GET /echo HT",
      plain_request("GET", "/long?bytes=5000000"),
      plain_request("GET", "/later"),
      "GET /\r\n\r\n",
      "POST /echo HTTP/1.1\r\nHost: a\r\nContent-Length: 9999999\r\n\r\nabc",
      "POST /echo HTTP/1.1\r\nHost: a\r\nExpect: 100-continue\r\nContent-Length: 9\r\n\r\n",
      plain_request("POST", "/echo", std::string(2 << 20, 'x'))};
  for (int round = 0; round < 40; ++round) {
    Served served({.connections = 20});
    std::vector<RawClient> clients;
    for (size_t i = 0; i < 3 * parts.size(); ++i) {
      clients.push_back(served.client());
      if (i % parts.size() < 7 || round % 8 == 0) clients.back().say(parts[i % parts.size()]);
      if (i % 5 == 0) clients.back().leave_abruptly();
    }
    const auto begin = Clock::now();
    if (round % 2 == 0) served.server->drain(0.001 * round);
    served.server.reset();
    EXPECT_LT(Clock::now() - begin, std::chrono::seconds(10));
  }
}

}  // namespace
}  // namespace mmim
