#include "http/served.h"

namespace mmim {
namespace {

/// The ways in which a client goes.
const std::vector<void (*)(RawClient&)> kDepartures{
    [](RawClient& client) { client.leave(); },
    [](RawClient& client) { client.leave_abruptly(); },
    [](RawClient& client) { client.fall_silent(), client.leave(); },
};

TEST(HttpDepartures, InTheMiddleOfAHeadOrABodyFreeThePlace) {
  Served served({.connections = 3, .head_seconds = 60});
  const std::string post = "POST /echo HTTP/1.1\r\nHost: a\r\n";
  for (const std::string& part :
       {std::string(), std::string("GET /echo HT"), post + "Content-Length: 9\r\n\r\nabc",
        post + "Transfer-Encoding: chunked\r\n\r\n5\r\nab", post + "Expect: 100-continue\r\nContent-Length: 9\r\n\r\n"})
    for (const auto leave : kDepartures)
      for (int i = 0; i < 4; ++i) {
        ASSERT_TRUE(soon([&] {
          RawClient client = served.client();
          client.say(part);
          leave(client);
          return served.answers();
        })) << part;
      }
  EXPECT_TRUE(served.failures.empty());
}

TEST(HttpDepartures, InTheMiddleOfAnAnswerFreeThePlaceAndAreTold) {
  Served served({.connections = 2, .head_seconds = 60});
  for (const auto leave : kDepartures) {
    RawClient client = served.client("127.0.0.1", 4096);
    client.say(plain_request("GET", "/long?bytes=20000000"));
    EXPECT_EQ(status_of(client.hear(true)), 200);
    leave(client);
    ASSERT_TRUE(served.was_told(1));
    const HttpExchange exchange = served.forget();
    EXPECT_EQ(exchange.path, "/long");
    EXPECT_FALSE(exchange.whole);
    EXPECT_TRUE(served.answers());
    ASSERT_TRUE(served.was_told(1));
    EXPECT_TRUE(served.forget().whole);
  }
}

TEST(HttpDepartures, BeforeAnAnswerOfAnotherThreadHarmNobody) {
  Served served;
  std::vector<std::thread> threads;
  for (size_t i = 0; i < 60; ++i) {
    RawClient client = served.client();
    client.say(plain_request("POST", "/later", "body"));
    served.wait_for(i + 1);
    if (i % 4 != 3) kDepartures[i % 4](client);
    const std::lock_guard lock(served.mutex);
    threads.emplace_back([answer = served.later[i]] { answer({.body = std::string(1 << 18, 'x')}); });
  }
  for (std::thread& thread : threads) thread.join();
  EXPECT_TRUE(served.answers());
  EXPECT_TRUE(served.was_told(61));
}

TEST(HttpDepartures, AreNoReasonToWaitForAnEnd) {
  Served served;
  RawClient client = served.client();
  client.say(plain_request("GET", "/later"));
  served.wait_for(1);
  client.leave_abruptly();
  std::thread([&] {
    served.later[0]({.body = "to nobody"});
    served.later.clear();
  }).join();
  EXPECT_TRUE(served.server->drain(10));
}

TEST(HttpDepartures, OfTheServerLeaveAnswersWithNowhereToGo) {
  std::vector<HttpAnswer> kept;
  {
    Served served;
    RawClient one = served.client(), other = served.client();
    one.say(plain_request("GET", "/later"));
    served.wait_for(1);
    other.say(plain_request("GET", "/later"));
    served.wait_for(2);
    kept = served.later;
    served.server.reset();
    EXPECT_TRUE(one.ended());
    EXPECT_TRUE(other.ended());
  }
  std::thread([&] {
    kept[0]({.body = "too late"});
    kept.clear();  // of which one was never given
  }).join();
}

TEST(HttpDepartures, OfTheServerWhileOtherThreadsAnswerHarmNobody) {
  for (int round = 0; round < 30; ++round) {
    Served served;
    std::vector<RawClient> clients;
    for (size_t i = 0; i < 8; ++i) {
      clients.push_back(served.client());
      clients.back().say(plain_request("GET", "/later"));
    }
    served.wait_for(8);
    std::vector<HttpAnswer> answers = std::move(served.later);
    std::thread answering([&] {
      for (HttpAnswer& answer : answers) answer({.body = "x"});
      answers.clear();
    });
    served.server.reset();
    answering.join();
  }
}

}  // namespace
}  // namespace mmim
