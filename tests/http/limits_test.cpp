#include "http/served.h"

namespace mmim {
namespace {

/// A request whose head has `bytes` bytes, with `fields` header fields.
std::string request_of_size(size_t bytes, int fields = 2) {
  std::string head = "GET /echo HTTP/1.1\r\nHost: a\r\n";
  for (int i = 2; i < fields; ++i) head += "F: 1\r\n";
  return head + "X: " + std::string(bytes - head.size() - 7, 'x') + "\r\n\r\n";
}

enum class Pieces { whole, lines, bytes };

/// Says a request in pieces, each of which the server reads by itself.
int status_in(RawClient client, const std::string& request, Pieces pieces) {
  for (size_t at = 0; at < request.size();) {
    size_t count = request.size();
    if (pieces == Pieces::bytes) count = 1;
    if (pieces == Pieces::lines) count = request.find("\r\n", at) + 2 - at;
    client.say(request.substr(at, count));
    at += std::min(count, request.size() - at);
    if (pieces != Pieces::whole) std::this_thread::sleep_for(std::chrono::microseconds(300));
  }
  return status_of(client.hear());
}

TEST(HttpLimits, BoundTheHeadHoweverItComes) {
  Served served({.head = 400, .fields = 10});
  for (const Pieces pieces : {Pieces::whole, Pieces::lines, Pieces::bytes}) {
    EXPECT_EQ(status_in(served.client(), request_of_size(400), pieces), 200);
    EXPECT_EQ(status_in(served.client(), request_of_size(401), pieces), 431);
    EXPECT_EQ(status_in(served.client(), request_of_size(200, 10), pieces), 200);
    EXPECT_EQ(status_in(served.client(), request_of_size(200, 11), pieces), 431);
  }
}

TEST(HttpLimits, BoundAHeadThatNeverEnds) {
  Served served({.head = 4000, .fields = 1 << 20});
  RawClient client = served.client();
  client.say("GET /echo HTTP/1.1\r\n");
  for (int i = 0; i < 1000; ++i) {
    client.say("F: 1\r\n");
    std::this_thread::sleep_for(std::chrono::microseconds(100));
  }
  EXPECT_EQ(status_of(client.hear()), 431);
}

TEST(HttpLimits, BoundABody) {
  Served served({.body = 1000});
  EXPECT_EQ(status_of(served.client().ask(plain_request("POST", "/echo", std::string(1000, 'x')))), 200);
  EXPECT_EQ(status_of(served.client().ask(plain_request("POST", "/echo", std::string(1001, 'x')))), 413);
  const auto in_chunks = [&](const std::string& sizes) {
    std::string body = "POST /echo HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\n";
    for (size_t at = 0; at < sizes.size(); at += 3)
      body += sizes.substr(at, 3) + "\r\n" + std::string(std::stoul(sizes.substr(at, 3), nullptr, 16), 'x') + "\r\n";
    return status_of(served.client().ask(body + "0\r\n\r\n"));
  };
  EXPECT_EQ(in_chunks("3e8"), 200);
  EXPECT_EQ(in_chunks("3e9"), 413);
  EXPECT_EQ(in_chunks("1f41f4"), 200);
  EXPECT_EQ(in_chunks("1f41f4001"), 413);
}

TEST(HttpLimits, AreTightenedByTheAdmissionOfARequest) {
  Served served({.body = 1000});
  EXPECT_EQ(status_of(served.client().ask(plain_request("POST", "/small", std::string(10, 'x')))), 200);
  EXPECT_EQ(status_of(served.client().ask(plain_request("POST", "/small", std::string(11, 'x')))), 413);
  const std::string chunked = "POST /small HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\n";
  EXPECT_EQ(status_of(served.client().ask(chunked + "a\r\n0123456789\r\n0\r\n\r\n")), 200);
  EXPECT_EQ(status_of(served.client().ask(chunked + "b\r\n0123456789x\r\n0\r\n\r\n")), 413);
}

TEST(HttpLimits, RefuseBeforeTheBodyIsSent) {
  Served served({.body = 1000});
  for (const auto& [head, status] : {std::pair{"POST /refused HTTP/1.1\r\nHost: a\r\nContent-Length: 500\r\n\r\n", 403},
                                     {"POST /echo HTTP/1.1\r\nHost: a\r\nContent-Length: 1001\r\n\r\n", 413},
                                     {"POST /echo HTTP/1.1\r\nHost: a\r\nExpect: 100-continue\r\nContent-Length: "
                                      "1001\r\n\r\n",
                                      413}}) {
    RawClient client = served.client();
    EXPECT_EQ(status_of(client.ask(head)), status);
    EXPECT_TRUE(client.ended());
  }
}

std::string in_hex(size_t number) {
  char text[17];
  std::snprintf(text, sizeof text, "%zx", number);
  return text;
}

TEST(HttpLimits, TakeBodiesOfManyPieces) {
  Served served;
  std::string body(5 << 20, 'x');
  for (size_t i = 0; i < body.size(); ++i) body[i] = static_cast<char>('a' + i % 23 + i / 70000 % 3);
  const auto hear = [&](const std::string& request) {
    RawClient client = served.client();
    std::thread talker([&] { client.say(request); });
    const std::string answer = client.hear();
    talker.join();
    return answer.substr(std::min(answer.size(), answer.find("\r\n\r\n") + 4)) == body;
  };
  EXPECT_TRUE(hear(plain_request("POST", "/echo", body)));
  std::string chunks = "POST /echo HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\n";
  for (size_t at = 0; at < body.size(); at += 0x3039)
    chunks += in_hex(std::min<size_t>(0x3039, body.size() - at)) + "\r\n" + body.substr(at, 0x3039) + "\r\n";
  EXPECT_TRUE(hear(chunks + "0\r\n\r\n"));
}

TEST(HttpLimits, BoundTheBodiesOfAllRequestsTogether) {
  Served served({.bodies = 1000});
  RawClient first = served.client(), second = served.client(), third = served.client();
  first.say(plain_request("POST", "/later", std::string(600, 'x')));
  served.wait_for(1);
  const std::string refused = second.ask(plain_request("POST", "/later", std::string(401, 'x')));
  EXPECT_EQ(status_of(refused), 503);
  EXPECT_EQ(header_of(refused, "Retry-After"), "1");
  const std::string chunked = "POST /echo HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\n";
  EXPECT_EQ(status_of(served.client().ask(chunked + "191\r\n" + std::string(401, 'x') + "\r\n0\r\n\r\n")), 503);
  third.say(plain_request("POST", "/later", std::string(400, 'x')));
  served.wait_for(2);
  EXPECT_EQ(status_of(served.client().ask(plain_request("POST", "/echo", "x"))), 503);
  EXPECT_EQ(status_of(served.client().ask(plain_request("GET", "/echo"))), 200);
  served.later[0]({.body = "first"});
  EXPECT_TRUE(first.hear().ends_with("first"));
  {
    const std::lock_guard lock(served.mutex);
    served.asked.clear();
  }
  EXPECT_TRUE(soon(
      [&] { return status_of(served.client().ask(plain_request("POST", "/echo", std::string(1000, 'x')))) == 200; }));
}

TEST(HttpLimits, BoundTheConnections) {
  Served served({.connections = 2});
  RawClient first = served.client();
  EXPECT_EQ(status_of(first.ask(plain_request("GET", "/echo"))), 200);
  {
    RawClient second = served.client();
    EXPECT_EQ(status_of(second.ask(plain_request("GET", "/echo"))), 200);
    const std::string refused = served.client().hear();
    EXPECT_EQ(status_of(refused), 503);
    EXPECT_EQ(header_of(refused, "Retry-After"), "1");
    EXPECT_EQ(header_of(refused, "X-Request-Id").size(), 16U);
  }
  EXPECT_TRUE(soon([&] { return served.answers(); }));
}

TEST(HttpLimits, BoundEvenTheConnectionsThatAreRefused) {
  Served served({.connections = 2, .head_seconds = 30});
  std::vector<RawClient> clients;
  for (int i = 0; i < 4; ++i) clients.push_back(served.client());
  EXPECT_EQ(status_of(clients[3].hear()), 503);
  EXPECT_TRUE(served.client().ended());  // without a word
}

TEST(HttpLimits, BoundTheConnectionsOfOneAddress) {
  Served served({.of_one_address = 2});
  RawClient first = served.client("127.0.0.2"), second = served.client("127.0.0.2");
  EXPECT_EQ(status_of(first.ask(plain_request("GET", "/echo"))), 200);
  EXPECT_EQ(status_of(second.ask(plain_request("GET", "/echo"))), 200);
  const std::string refused = served.client("127.0.0.2").hear();
  EXPECT_EQ(status_of(refused), 503);
  EXPECT_NE(refused.find("one address"), std::string::npos);
  EXPECT_EQ(status_of(served.client("127.0.0.3").ask(plain_request("GET", "/echo"))), 200);
  first.leave();
  EXPECT_TRUE(soon([&] { return status_of(served.client("127.0.0.2").ask(plain_request("GET", "/echo"))) == 200; }));
}

TEST(HttpLimits, AnswerBesideFiveHundredHalfOpenConnectionsWithinASecond) {
  Served served;
  std::vector<RawClient> half;
  for (int i = 0; i < 500; ++i) {
    half.push_back(served.client());
    half.back().say(i % 2 == 0 ? "POST /echo HTTP/1.1\r\nHost: lo"
                               : "POST /echo HTTP/1.1\r\nHost: lo\r\nContent-Length: 9\r\n\r\nabc");
  }
  ASSERT_TRUE(half.back().connected());
  const auto begin = std::chrono::steady_clock::now();
  EXPECT_TRUE(served.answers());
  EXPECT_LT(std::chrono::steady_clock::now() - begin, std::chrono::seconds(1));
  for (RawClient& client : half) client.leave();
  EXPECT_TRUE(served.answers());
}

bool told(Served& served) {
  const std::lock_guard lock(served.mutex);
  return !served.done.empty();
}

/// Says one byte every 20 ms until `stop`.
void dribble(RawClient& client, const std::function<bool()>& stop, const std::string& piece = "x") {
  while (!stop()) {
    client.say(piece);
    std::this_thread::sleep_for(std::chrono::milliseconds(20));
  }
}

const HttpLimits kImpatient{.head_seconds = 0.4, .slowest = 1e6};

TEST(HttpLimits, EndConnectionsThatAreSilent) {
  Served served(kImpatient);
  RawClient silent = served.client(), slow = served.client(), body = served.client(), kept = served.client();
  EXPECT_EQ(status_of(kept.ask(plain_request("GET", "/echo"))), 200);
  slow.say("GET /echo HT");
  body.say("POST /echo HTTP/1.1\r\nHost: localhost\r\nContent-Length: 10\r\n\r\nabc");
  EXPECT_EQ(status_of(slow.hear()), 408);
  EXPECT_EQ(status_of(body.hear()), 408);
  EXPECT_TRUE(silent.ended());
  EXPECT_TRUE(kept.ended());
}

TEST(HttpLimits, EndRequestsThatDribble) {
  Served served(kImpatient);
  const std::vector<std::pair<std::string, std::string>> beginnings{
      {"GET /echo HTTP/1.1\r\nX: ", "x"},
      {"GET /echo HTTP/1.1\r\n", "X: 1\r\n"},
      {"POST /echo HTTP/1.1\r\nHost: a\r\nContent-Length: 1000000\r\n\r\n", "x"},
      {"POST /echo HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\nfffff\r\n", "x"},
      {"POST /echo HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\n", "1\r\nx\r\n"},
      {"POST /echo HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\n1;x=", "x"},
  };
  for (const auto& [beginning, piece] : beginnings) {
    RawClient client = served.client();
    client.say(beginning);
    dribble(
        client, [&] { return told(served); }, piece);
    EXPECT_EQ(served.forget().status, 408) << beginning;
  }
}

TEST(HttpLimits, LetSlowRequestsBeThatKeepTheRate) {
  Served served({.head_seconds = 0.4, .slowest = 100});
  RawClient client = served.client();
  client.say("POST /echo HTTP/1.1\r\nHost: a\r\nContent-Length: 400\r\n\r\n");
  for (int i = 0; i < 20; ++i) {  // a second, which is longer than the time without bytes
    client.say(std::string(20, 'x'));
    std::this_thread::sleep_for(std::chrono::milliseconds(50));
  }
  EXPECT_EQ(status_of(client.hear()), 200);
}

TEST(HttpLimits, EndWhoReadsAnAnswerTooSlowly) {
  Served served(kImpatient);
  RawClient reader = served.client("127.0.0.1", 4096);
  reader.say(plain_request("GET", "/long?bytes=20000000"));
  ASSERT_TRUE(served.was_told(1));
  EXPECT_FALSE(served.done[0].whole);
  EXPECT_EQ(served.done[0].status, 200);
  EXPECT_TRUE(reader.ends());
}

TEST(HttpLimits, EndWhoTalksOnBehindTheLastAnswer) {
  Served served;
  RawClient client = served.client();
  EXPECT_EQ(status_of(client.ask("GET /echo\r\n\r\n")), 400);
  EXPECT_TRUE(client.ended());  // one direction of it
  const auto begin = std::chrono::steady_clock::now();
  dribble(client,
          [&] { return !client.heard() || std::chrono::steady_clock::now() - begin > std::chrono::seconds(8); });
  EXPECT_LT(std::chrono::steady_clock::now() - begin, std::chrono::seconds(8));
}

TEST(HttpLimits, EndWhoFloodsBehindTheLastAnswer) {
  Served served;
  RawClient client = served.client();
  EXPECT_EQ(status_of(client.ask("GET /echo\r\n\r\n")), 400);
  const auto begin = std::chrono::steady_clock::now();
  const std::string flood(1 << 16, 'x');
  int said = 0;
  while (client.heard() && said < 1000) client.say(flood), ++said;
  EXPECT_LT(said, 1000);
  EXPECT_LT(std::chrono::steady_clock::now() - begin, std::chrono::seconds(2));
}

TEST(HttpLimits, EndTheWaitForAHandler) {
  Served served({.answer_seconds = 0.2});
  RawClient client = served.client();
  EXPECT_EQ(status_of(client.ask(plain_request("GET", "/later"))), 503);
  served.later[0]({.body = "late"});
  EXPECT_TRUE(client.ask(plain_request("POST", "/echo", "next")).ends_with("next"));
}

}  // namespace
}  // namespace mmim
