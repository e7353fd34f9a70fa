#include "http/server.h"

#include <gtest/gtest.h>

#include <chrono>
#include <mutex>
#include <thread>

#include "core/error.h"
#include "core/json.h"
#include "http/problem.h"
#include "support/raw_client.h"

namespace mmim {
namespace {

/// A server that answers /echo with the body, keeps the answer of /later until it is told to give it, drops that of
/// /drop and throws at /throw.
class Served {
 public:
  explicit Served(const HttpLimits& limits = {}) {
    HttpHandler handler;
    handler.admit = [](const HttpRequest& head) -> std::optional<HttpResponse> {
      if (head.path == "/refused") throw HttpError(403, "not you");
      return {};
    };
    handler.handle = [this](const HttpRequest& request, const HttpAnswer& answer) {
      if (request.path == "/echo") return answer({.type = "text/plain", .body = request.body});
      if (request.path == "/throw") throw HttpError(422, "cannot be");
      if (request.path == "/crash") throw std::runtime_error("a secret");
      if (request.path == "/drop") return;
      const std::lock_guard lock(mutex);
      later.push_back(answer);
    };
    handler.done = [this](const HttpExchange& exchange) {
      const std::lock_guard lock(mutex);
      done.push_back(exchange);
    };
    server = std::make_unique<HttpServer>(HttpAddress{.port = 0}, limits, handler);
  }
  ~Served() { server.reset(); }

  RawClient client() const { return RawClient(server->port()); }
  /// Waits until `count` answers are kept.
  void wait_for(size_t count) {
    for (int i = 0; i < 1000; ++i) {
      {
        const std::lock_guard lock(mutex);
        if (later.size() >= count) return;
      }
      std::this_thread::sleep_for(std::chrono::milliseconds(10));
    }
    FAIL() << "the request did not come";
  }

  std::mutex mutex;
  std::vector<HttpAnswer> later;
  std::vector<HttpExchange> done;
  std::unique_ptr<HttpServer> server;
};

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

TEST(HttpServer, EchoesTheIdOfARequestAndMakesOneUpWhereItIsMissingOrNotPlain) {
  Served served;
  RawClient client = served.client();
  EXPECT_NE(
      client.ask(plain_request("GET", "/echo", "", "X-Request-Id: abc-1.2_3\r\n")).find("X-Request-Id: abc-1.2_3\r\n"),
      std::string::npos);
  for (const char* given : {"", "X-Request-Id: a b\r\n", "X-Request-Id: \"quoted\"\r\n"}) {
    const std::string answer = client.ask(plain_request("GET", "/echo", "", given));
    const size_t at = answer.find("X-Request-Id: ");
    ASSERT_NE(at, std::string::npos);
    EXPECT_EQ(answer.substr(at + 14, 18).find("\r\n"), 16U) << answer;
  }
}

TEST(HttpServer, SaysWhatIsWrongAsAProblem) {
  Served served;
  RawClient client = served.client();
  const std::string answer = client.ask(plain_request("POST", "/throw", "x", "X-Request-Id: r1\r\n"));
  EXPECT_EQ(status_of(answer), 422);
  EXPECT_NE(answer.find("Content-Type: application/problem+json"), std::string::npos);
  const Json problem = Json::parse(answer.substr(answer.find("\r\n\r\n")));
  EXPECT_EQ(problem.at("detail"), "cannot be");
  EXPECT_EQ(problem.at("status"), 422);
  EXPECT_EQ(problem.at("request_id"), "r1");
}

TEST(HttpServer, TellsNothingOfWhatWentWrongInside) {
  Served served;
  RawClient client = served.client();
  for (const char* path : {"/crash", "/drop"}) {
    const std::string answer = client.ask(plain_request("GET", path));
    EXPECT_EQ(status_of(answer), 500) << path;
    EXPECT_EQ(answer.find("secret"), std::string::npos);
  }
}

TEST(HttpServer, AnswersHeadWithTheLengthAndNoBody) {
  Served served;
  RawClient client = served.client();
  client.say(plain_request("HEAD", "/throw"));
  const std::string head = client.hear(true);
  EXPECT_EQ(status_of(head), 422);
  EXPECT_NE(head.find("Content-Length: "), std::string::npos);
  EXPECT_EQ(status_of(client.ask(plain_request("GET", "/echo"))), 200);
}

TEST(HttpServer, RefusesBeforeTheBodyIsSent) {
  Served served({.body = 1000});
  RawClient refused = served.client();
  refused.say("POST /refused HTTP/1.1\r\nHost: localhost\r\nContent-Length: 500\r\n\r\n");
  EXPECT_EQ(status_of(refused.hear()), 403);
  RawClient large = served.client();
  large.say("POST /echo HTTP/1.1\r\nHost: localhost\r\nContent-Length: 5000\r\n\r\n");
  EXPECT_EQ(status_of(large.hear()), 413);
  EXPECT_TRUE(large.ended());
}

TEST(HttpServer, BoundsABodyInChunks) {
  Served served({.body = 1000});
  RawClient client = served.client();
  client.say("POST /echo HTTP/1.1\r\nHost: localhost\r\nTransfer-Encoding: chunked\r\n\r\n3\r\nabc\r\n0\r\n\r\n");
  EXPECT_TRUE(client.hear().ends_with("abc"));
  client.say("POST /echo HTTP/1.1\r\nHost: localhost\r\nTransfer-Encoding: chunked\r\n\r\n7d0\r\n" +
             std::string(2000, 'x') + "\r\n0\r\n\r\n");
  EXPECT_EQ(status_of(client.hear()), 413);
}

TEST(HttpServer, WaitsForABodyThatWaitsForAWord) {
  Served served;
  RawClient client = served.client();
  client.say("POST /echo HTTP/1.1\r\nHost: localhost\r\nExpect: 100-continue\r\nContent-Length: 4\r\n\r\n");
  EXPECT_EQ(status_of(client.hear()), 100);
  EXPECT_TRUE(client.ask("body").ends_with("body"));
}

TEST(HttpServer, RefusesWhatIsNoRequest) {
  Served served({.head = 1000});
  const std::vector<std::pair<std::string, int>> cases{
      {"\x16\x03\x01 hello\r\n\r\n", 400},
      {"GET /echo\r\n\r\n", 400},
      {"GET /%zz HTTP/1.1\r\nHost: localhost\r\n\r\n", 400},
      {"GET /a%00b HTTP/1.1\r\nHost: localhost\r\n\r\n", 400},
      {"GET http://localhost/echo HTTP/1.1\r\nHost: localhost\r\n\r\n", 400},
      {"POST /echo HTTP/1.1\r\nHost: localhost\r\n\r\n", 411},
      {"POST /echo HTTP/1.1\r\nHost: localhost\r\nContent-Length: -1\r\n\r\n", 400},
      {"POST /echo HTTP/1.1\r\nHost: localhost\r\nContent-Length: 1\r\nContent-Length: 2\r\n\r\nab", 400},
      {"POST /echo HTTP/1.1\r\nHost: localhost\r\nContent-Length: 3\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n",
       400},
      {"POST /echo HTTP/1.1\r\nHost: localhost\r\nTransfer-Encoding: chunked\r\n\r\nzz\r\n", 400},
      {"GET /echo HTTP/1.1\r\nHost: localhost\r\nX: " + std::string(2000, 'x') + "\r\n\r\n", 431},
  };
  for (const auto& [bytes, status] : cases) {
    RawClient client = served.client();
    EXPECT_EQ(status_of(client.ask(bytes)), status) << bytes;
    EXPECT_EQ(status_of(served.client().ask(plain_request("GET", "/echo"))), 200);
  }
}

TEST(HttpServer, EndsConnectionsThatAreTooSlow) {
  Served served({.head_seconds = 0.2, .slowest = 1e6});
  RawClient silent = served.client(), slow = served.client(), body = served.client();
  slow.say("GET /echo HT");
  body.say("POST /echo HTTP/1.1\r\nHost: localhost\r\nContent-Length: 10\r\n\r\nabc");
  EXPECT_EQ(status_of(slow.hear()), 408);
  EXPECT_EQ(status_of(body.hear()), 408);
  EXPECT_TRUE(silent.ended());
}

TEST(HttpServer, AnswersBesideFiveHundredHalfOpenConnections) {
  Served served;
  std::vector<RawClient> half;
  for (int i = 0; i < 500; ++i) half.push_back(served.client()), half.back().say("POST /echo HTTP/1.1\r\nHost: lo");
  EXPECT_EQ(status_of(served.client().ask(plain_request("GET", "/echo"))), 200);
}

TEST(HttpServer, HasNoMoreConnectionsThanItsLimit) {
  Served served({.connections = 2});
  RawClient first = served.client();
  EXPECT_EQ(status_of(first.ask(plain_request("GET", "/echo"))), 200);
  {
    RawClient second = served.client();
    EXPECT_EQ(status_of(second.ask(plain_request("GET", "/echo"))), 200);
    const std::string refused = served.client().hear();
    EXPECT_EQ(status_of(refused), 503);
    EXPECT_NE(refused.find("Retry-After: 1"), std::string::npos);
  }
  int status = 503;
  for (int i = 0; i < 200 && status != 200; ++i) {
    std::this_thread::sleep_for(std::chrono::milliseconds(10));
    status = status_of(served.client().ask(plain_request("GET", "/echo")));
  }
  EXPECT_EQ(status, 200);
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

TEST(HttpServer, SurvivesAnswersToThoseWhoAreGone) {
  Served served;
  {
    RawClient gone = served.client();
    gone.say(plain_request("GET", "/later"));
    served.wait_for(1);
  }
  served.later[0]({.body = std::string(1 << 20, 'x')});
  EXPECT_EQ(status_of(served.client().ask(plain_request("GET", "/echo"))), 200);
}

TEST(HttpServer, DrainsWithoutLosingARequest) {
  Served served;
  RawClient idle = served.client(), working = served.client();
  EXPECT_EQ(status_of(idle.ask(plain_request("GET", "/echo"))), 200);
  working.say(plain_request("GET", "/later"));
  served.wait_for(1);
  bool drained = false;
  std::thread drain([&] { drained = served.server->drain(10); });
  EXPECT_TRUE(idle.ended());
  EXPECT_FALSE(RawClient(served.server->port()).connected());
  served.later[0]({.body = "done"});
  const std::string answer = working.hear();
  EXPECT_TRUE(answer.ends_with("done"));
  EXPECT_NE(answer.find("Connection: close"), std::string::npos);
  drain.join();
  EXPECT_TRUE(drained);
}

TEST(HttpServer, SaysWhenItCouldNotDrain) {
  Served served;
  RawClient working = served.client();
  working.say(plain_request("GET", "/later"));
  served.wait_for(1);
  EXPECT_FALSE(served.server->drain(0.1));
  served.server.reset();
  EXPECT_TRUE(working.ended());
  served.later[0]({.body = "too late"});
}

TEST(HttpServer, TellsOfEveryAnswer) {
  Served served;
  served.client().ask(plain_request("POST", "/echo", "12345", "X-Request-Id: r7\r\n"));
  served.server->drain(5);
  ASSERT_EQ(served.done.size(), 1U);
  const HttpExchange& exchange = served.done[0];
  EXPECT_EQ(exchange.method + exchange.path + exchange.client + exchange.id, "POST/echo127.0.0.1r7");
  EXPECT_EQ(exchange.status, 200);
  EXPECT_EQ(exchange.received, 5);
  EXPECT_EQ(exchange.sent, 5);
}

TEST(HttpServer, RefusesAnAddressThatIsTakenOrNone) {
  Served served;
  EXPECT_THROW(HttpServer({.port = served.server->port()}, {}, {}), UsageError);
  EXPECT_THROW(HttpServer({.host = "example.org"}, {}, {}), UsageError);
}

}  // namespace
}  // namespace mmim
