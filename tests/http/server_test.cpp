#include "http/server.h"

#include <atomic>
#include <set>

#include "core/error.h"
#include "core/json.h"
#include "http/served.h"

namespace mmim {
namespace {

TEST(HttpServer, AnswersOneRequestAfterTheOtherOnOneConnection) {
  Served served;
  RawClient client = served.client();
  for (const std::string body : {"one", "", "three"}) {
    const std::string answer = client.ask(plain_request("POST", "/echo", body));
    EXPECT_EQ(status_of(answer), 200);
    EXPECT_TRUE(answer.ends_with("\r\n\r\n" + body)) << answer;
  }
}

TEST(HttpServer, AnswersRequestsThatCameAtOnceInTheirOrder) {
  Served served;
  RawClient client = served.client();
  client.say(plain_request("POST", "/echo", "first") + plain_request("POST", "/throw", "x") +
             plain_request("POST", "/echo", "third"));
  EXPECT_TRUE(client.hear().ends_with("first"));
  EXPECT_EQ(status_of(client.hear()), 422);
  EXPECT_TRUE(client.hear().ends_with("third"));
}

TEST(HttpServer, AnswersManyMoreRequestsAtOnceThanItsBufferHolds) {
  Served served({.head = 1000});
  RawClient client = served.client();
  std::thread talker([&] {
    std::string all;
    for (int i = 0; i < 3000; ++i) all += plain_request("POST", "/echo", std::to_string(i));
    client.say(all);
  });
  int heard = 0;
  while (heard < 3000 && client.hear().ends_with("\r\n\r\n" + std::to_string(heard))) ++heard;
  EXPECT_EQ(heard, 3000);
  talker.join();
}

TEST(HttpServer, AnswersWhoIsReadyFirstFirst) {
  Served served;
  std::vector<RawClient> clients;
  for (size_t i = 0; i < 20; ++i) {
    clients.push_back(served.client());
    clients.back().say(plain_request("GET", "/later?" + std::to_string(i)));
    served.wait_for(i + 1);
  }
  for (size_t i = 20; i-- > 0;) {
    served.later[i]({.body = served.asked[i].query.begin()->first});
    EXPECT_TRUE(clients[i].hear().ends_with("\r\n\r\n" + std::to_string(i)));
  }
}

TEST(HttpServer, HoldsARequestBackUntilTheOneBeforeIsAnswered) {
  Served served;
  RawClient client = served.client();
  client.say(plain_request("GET", "/later") + plain_request("POST", "/echo", "second"));
  served.wait_for(1);
  std::thread([&] { served.later[0]({.body = "first"}); }).join();
  EXPECT_TRUE(client.hear().ends_with("first"));
  EXPECT_TRUE(client.hear().ends_with("second"));
}

TEST(HttpServer, AnswersManyClientsOfManyThreads) {
  Served served;
  std::vector<std::thread> threads;
  std::atomic<int> right = 0;
  for (int t = 0; t < 8; ++t)
    threads.emplace_back([&, t] {
      for (int i = 0; i < 50; ++i) {
        RawClient client = served.client();
        const std::string body = std::to_string(t * 1000 + i);
        for (int again = 0; again < 3; ++again)
          right += client.ask(plain_request("POST", "/echo", body)).ends_with("\r\n\r\n" + body);
      }
    });
  for (std::thread& thread : threads) thread.join();
  EXPECT_EQ(right, 8 * 50 * 3);
}

TEST(HttpServer, EchoesTheIdOfARequestAndMakesOneUpWhereItIsMissingOrNotPlain) {
  Served served;
  RawClient client = served.client();
  const auto id = [&](const std::string& headers) {
    return header_of(client.ask(plain_request("GET", "/echo", "", headers)), "X-Request-Id");
  };
  EXPECT_EQ(id("X-Request-Id: abc-1.2_3\r\n"), "abc-1.2_3");
  EXPECT_EQ(id("X-Request-Id: " + std::string(128, 'a') + "\r\n"), std::string(128, 'a'));
  std::set<std::string> made;
  for (const std::string& given : {std::string(), std::string("a b"), std::string("\"quoted\""), std::string(129, 'a')})
    made.insert(id(given.empty() ? "" : "X-Request-Id: " + given + "\r\n"));
  EXPECT_EQ(made.size(), 4U);
  for (const std::string& one : made) EXPECT_EQ(one.size(), 16U);
}

TEST(HttpServer, SaysWhatIsWrongAsAProblem) {
  Served served;
  RawClient client = served.client();
  const std::string answer = client.ask(plain_request("POST", "/throw", "x", "X-Request-Id: r1\r\n"));
  EXPECT_EQ(status_of(answer), 422);
  EXPECT_EQ(header_of(answer, "Content-Type"), "application/problem+json");
  const Json problem = Json::parse(answer.substr(answer.find("\r\n\r\n")));
  EXPECT_EQ(problem.at("detail"), "cannot be");
  EXPECT_EQ(problem.at("status"), 422);
  EXPECT_EQ(problem.at("request_id"), "r1");
}

TEST(HttpServer, AnswersHeadWithTheLengthAndNoBody) {
  Served served;
  RawClient client = served.client();
  for (const char* path : {"/throw", "/refused", "/crash", "/drop", "/nothing-of%zz", "/long?bytes=1000"}) {
    client.say(plain_request("HEAD", path));
    const std::string head = client.hear(true);
    EXPECT_GE(status_of(head), 200) << path;
    EXPECT_GE(std::stoi(header_of(head, "Content-Length")), 100) << path;
    if (header_of(head, "Connection") == "close") {
      EXPECT_TRUE(client.ended()) << path;
      return;
    }
    EXPECT_TRUE(client.ask(plain_request("POST", "/echo", "next")).ends_with("next")) << path;
  }
}

TEST(HttpServer, AnswersHeadThatIsNoRequestWithoutABody) {
  Served served({.head = 200});
  for (const std::string& wrong : {std::string("HEAD /echo HTTP/1.1\r\n\r\n"),
                                   "HEAD /echo HTTP/1.1\r\nHost: a\r\nX: " + std::string(300, 'x') + "\r\n\r\n",
                                   std::string("HEAD /echo HTTP/1.1\r\nHost: a\r\nContent-Length: x\r\n\r\n")}) {
    RawClient client = served.client();
    client.say(wrong);
    EXPECT_GE(status_of(client.hear(true)), 400) << wrong;
    EXPECT_TRUE(client.ended()) << wrong;
  }
}

TEST(HttpServer, WaitsForABodyThatWaitsForAWord) {
  Served served;
  RawClient client = served.client();
  client.say("POST /echo HTTP/1.1\r\nHost: localhost\r\nExpect: 100-continue\r\nContent-Length: 4\r\n\r\n");
  EXPECT_EQ(status_of(client.hear()), 100);
  EXPECT_TRUE(client.ask("body").ends_with("body"));
  client.say("POST /echo HTTP/1.1\r\nHost: localhost\r\nExpect: 100-continue\r\nContent-Length: 0\r\n\r\n");
  EXPECT_EQ(status_of(client.hear()), 200);
  client.say("POST /echo HTTP/1.0\r\nExpect: 100-continue\r\nContent-Length: 4\r\n\r\n");
  EXPECT_TRUE(client.ask("body").ends_with("body"));
}

TEST(HttpServer, KeepsConnectionsAsTheirClientsWant) {
  Served served;
  RawClient old = served.client();
  EXPECT_EQ(header_of(old.ask("GET /echo HTTP/1.0\r\n\r\n"), "Connection"), "close");
  EXPECT_TRUE(old.ended());
  RawClient kept = served.client();
  for (int i = 0; i < 2; ++i)
    EXPECT_EQ(header_of(kept.ask("GET /echo HTTP/1.0\r\nConnection: keep-alive\r\n\r\n"), "Connection"), "keep-alive");
  RawClient closing = served.client();
  EXPECT_EQ(header_of(closing.ask(plain_request("GET", "/echo", "", "Connection: close\r\n")), "Connection"), "close");
  EXPECT_TRUE(closing.ended());
}

TEST(HttpServer, AnswersWhoFallsSilentBehindARequest) {
  Served served;
  RawClient client = served.client();
  client.say(plain_request("POST", "/echo", "last words"));
  client.fall_silent();
  EXPECT_TRUE(client.hear().ends_with("last words"));
  EXPECT_TRUE(client.ended());
}

TEST(HttpServer, GivesAnswersOfOtherThreadsAndOnlyTheFirst) {
  Served served;
  RawClient client = served.client();
  client.say(plain_request("GET", "/later"));
  served.wait_for(1);
  std::thread([&] {
    served.later[0]({.body = "1"});
    served.later[0]({.body = "2"});
  }).join();
  EXPECT_TRUE(client.hear().ends_with("1"));
  EXPECT_TRUE(client.ask(plain_request("POST", "/echo", "next")).ends_with("next"));
}

TEST(HttpServer, GivesNoRequestTheAnswerOfAnother) {
  Served served;
  RawClient client = served.client();
  EXPECT_EQ(status_of(client.ask(plain_request("GET", "/keep-and-throw"))), 422);
  client.say(plain_request("GET", "/later"));
  served.wait_for(2);
  served.later[0]({.body = "of the first"});
  served.later[1]({.body = "of the second"});
  EXPECT_TRUE(client.hear().ends_with("of the second"));
}

TEST(HttpServer, LetsNoTextOfAHandlerEndAHeader) {
  HttpHandler handler;
  handler.handle = [](const HttpRequest&, const HttpAnswer& answer) {
    answer({.type = "text/plain\r\nX-Type: 1",
            .body = "four",
            .headers = {{"X-Name", "a\r\nX-Evil: 1\r\n\r\nbody"},
                        {"Content-Length", "9"},
                        {"Connection", "close"},
                        {"Transfer-Encoding", "chunked"},
                        {"X-Request-Id", "other"}}});
  };
  Served served({}, handler);
  RawClient client = served.client();
  const std::string answer = client.ask(plain_request("GET", "/", "", "X-Request-Id: mine\r\n"));
  EXPECT_EQ(header_of(answer, "X-Name"), "a??X-Evil: 1????body");
  EXPECT_EQ(header_of(answer, "X-Evil") + header_of(answer, "X-Type") + header_of(answer, "Transfer-Encoding"), "");
  EXPECT_EQ(header_of(answer, "Content-Length"), "4");
  EXPECT_EQ(header_of(answer, "X-Request-Id"), "mine");
  EXPECT_TRUE(answer.ends_with("\r\n\r\nfour")) << answer;
  EXPECT_EQ(status_of(client.ask(plain_request("GET", "/"))), 200);
}

TEST(HttpServer, SendsNoBodyWithStatusesThatHaveNone) {
  HttpHandler handler;
  handler.handle = [](const HttpRequest& request, const HttpAnswer& answer) {
    answer({.status = std::stoi(request.path.substr(1)), .body = "none"});
  };
  Served served({}, handler);
  RawClient client = served.client();
  for (const char* path : {"/204", "/304"}) {
    const std::string answer = client.ask(plain_request("GET", path));
    EXPECT_TRUE(answer.ends_with("\r\n\r\n")) << answer;
    EXPECT_EQ(header_of(answer, "Content-Length"), "");
  }
  EXPECT_TRUE(client.ask(plain_request("GET", "/200")).ends_with("none"));
}

TEST(HttpServer, TellsOfEveryAnswer) {
  Served served;
  served.client().ask(plain_request("POST", "/echo", "12345", "X-Request-Id: r7\r\n"));
  ASSERT_TRUE(served.was_told(1));
  const HttpExchange exchange = served.done[0];
  EXPECT_EQ(exchange.method + exchange.path + exchange.client + exchange.id, "POST/echo127.0.0.1r7");
  EXPECT_EQ(exchange.status, 200);
  EXPECT_EQ(exchange.received, 5);
  EXPECT_EQ(exchange.sent, 5);
  EXPECT_TRUE(exchange.whole);
  EXPECT_GE(exchange.seconds, 0);
  EXPECT_LT(exchange.seconds, 10);
  served.client().ask("GET /refused HTTP/1.1\r\nHost: a\r\nX-Request-Id: r8\r\n\r\n");
  served.client().ask("nonsense\r\n\r\n");
  ASSERT_TRUE(served.was_told(3));
  EXPECT_EQ(served.done[1].status, 403);
  EXPECT_EQ(served.done[1].id, "r8");
  EXPECT_EQ(served.done[1].received, 0);
  EXPECT_EQ(served.done[2].status, 400);
}

TEST(HttpServer, RefusesAnAddressThatIsTakenOrNone) {
  Served served;
  EXPECT_THROW(HttpServer({.port = served.server->port()}, {}, {}), UsageError);
  EXPECT_THROW(HttpServer({.host = "example.org"}, {}, {}), UsageError);
  EXPECT_THROW(HttpServer({.port = 65536 + served.server->port()}, {}, {}), UsageError);
  EXPECT_THROW(HttpServer({.port = -1}, {}, {}), UsageError);
}

TEST(RawClient, TellsAnEndFromSilence) {
  Served served;
  RawClient client = served.client();
  EXPECT_FALSE(client.ended(0.05));
  EXPECT_FALSE(client.ends(0.05));
  client.say(plain_request("GET", "/echo", "", "Connection: close\r\n"));
  EXPECT_FALSE(client.ended());  // there is an answer first
  EXPECT_TRUE(client.ends());
}

}  // namespace
}  // namespace mmim
