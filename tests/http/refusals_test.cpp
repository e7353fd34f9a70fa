#include "core/json.h"
#include "http/served.h"

namespace mmim {
namespace {

const std::string kPost = "POST /echo HTTP/1.1\r\nHost: localhost\r\n";
const std::string kChunk = "3\r\nabc\r\n0\r\n\r\n";

struct Refused {
  std::string bytes;
  int status;
  const char* words = "";
};

/// Each of the cases has its status and its words, ends its connection, and is followed by no other answer, although
/// a request comes behind it: what ends where is not sure.
void expect_refused(const std::vector<Refused>& cases, const HttpLimits& limits = {}) {
  Served served(limits);
  for (const Refused& one : cases) {
    RawClient client = served.client();
    client.say(one.bytes + plain_request("GET", "/echo"));
    const std::string answer = client.hear();
    EXPECT_EQ(status_of(answer), one.status) << one.bytes << answer;
    EXPECT_NE(answer.find(one.words), std::string::npos) << one.bytes << answer;
    EXPECT_EQ(header_of(answer, "Connection"), "close") << one.bytes;
    EXPECT_TRUE(client.ended()) << one.bytes;
    EXPECT_TRUE(served.answers());
  }
}

TEST(HttpServer, RefusesWhatIsNoRequest) {
  expect_refused({
      {"\x16\x03\x01 hello\r\n\r\n", 400, "without TLS"},
      {"{\"a\": 1}\r\n\r\n", 400, "no"},
      {"GET /echo\r\n\r\n", 400, "HTTP/0.9"},
      {"GET /echo\r\n", 400, "HTTP/0.9"},
      {"GET\r\n\r\n", 400},
      {"PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n", 505, "HTTP/1.1"},
      {"GET /echo HTTP/1.2\r\nHost: a\r\n\r\n", 505},
      {"GET /echo HTTP/0.9\r\nHost: a\r\n\r\n", 505},
      {"GET /echo HTTX/1.1\r\nHost: a\r\n\r\n", 400},
      {"GET  /echo HTTP/1.1\r\nHost: a\r\n\r\n", 400},
      {"G\x01T /echo HTTP/1.1\r\nHost: a\r\n\r\n", 400},
      {"GET /echo HTTP/1.1\nHost: a\n\n", 400, "CR and LF"},
      {"GET /echo HTTP/1.1\r\nHost: a\nX: b\r\n\r\n", 400, "CR and LF"},
      {"GET /echo HTTP/1.1\r\nHost: a\rX: b\r\n\r\n", 400, "CR and LF"},
      {"GET /echo HTTP/1.1\r\nHost: a\r\n b\r\n\r\n", 400, "another line"},
      {"GET /echo HTTP/1.1\r\nHost : a\r\n\r\n", 400},
      {"GET /echo HTTP/1.1\r\nHost: a\r\n: b\r\n\r\n", 400},
      {"GET /echo HTTP/1.1\r\nHost: a\r\nX\r\n\r\n", 400},
      {std::string("GET /echo HTTP/1.1\r\nHost: a\r\nX: ") + '\0' + "\r\n\r\n", 400},
  });
}

TEST(HttpServer, RefusesAddressesThatAreNone) {
  Served served;
  for (const char* target : {"/%zz", "/a%00b", "/%", "/a/../b", "/..", "/./a", "/a/%2e%2E/b", "/a%2Fb",
                             "http://localhost/echo", "*", "echo"}) {
    RawClient client = served.client();
    EXPECT_EQ(status_of(client.ask(plain_request("GET", target))), 400) << target;
    EXPECT_TRUE(client.ask(plain_request("POST", "/echo", "next")).empty()) << target;
  }
}

TEST(HttpServer, RefusesHostsThatAreMissingOrTwo) {
  expect_refused({
      {"GET /echo HTTP/1.1\r\n\r\n", 400, "no Host"},
      {"GET /echo HTTP/1.1\r\nHost: a\r\nHost: a\r\n\r\n", 400, "more than one header host"},
      {"GET /echo HTTP/1.0\r\nHost: a\r\nhOST: b\r\n\r\n", 400, "more than one header host"},
  });
}

TEST(HttpServer, RefusesSecondFieldsOfWhichAnotherProgramMayTakeTheLast) {
  for (const char* name : {"Authorization", "Content-Type", "Expect", "Origin", "X-Api-Key", "X-Request-Id"}) {
    const std::string field = std::string(name) + ": 100-continue\r\n";
    expect_refused({{"GET /echo HTTP/1.1\r\nHost: a\r\n" + field + field + "\r\n", 400, "more than one header"}});
  }
  Served served;
  EXPECT_EQ(status_of(served.client().ask(plain_request("GET", "/echo", "", "Accept: a\r\nAccept: b\r\n"))), 200);
}

TEST(HttpServer, RefusesLengthsThatAreNoneOrTwo) {
  expect_refused({
      {kPost + "\r\n", 411},
      {kPost + "Content-Length: -1\r\n\r\n", 400},
      {kPost + "Content-Length: +3\r\n\r\nabc", 400},
      {kPost + "Content-Length: 0x3\r\n\r\nabc", 400},
      {kPost + "Content-Length: \r\n\r\nabc", 400},
      {kPost + "Content-Length: 3, 3\r\nContent-Length: 3\r\n\r\nabc", 400},
      {kPost + "Content-Length: 3\r\nContent-Length: 3\r\n\r\nabc", 400},
      {kPost + "Content-Length: 1\r\nContent-Length: 2\r\n\r\nab", 400},
      {kPost + "Content-Length: 18446744073709551616\r\n\r\nab", 400},
      {kPost + "Content-Length: 18446744073709551615\r\n\r\nab", 413},
      {kPost + "Expect: a miracle\r\nContent-Length: 3\r\n\r\nabc", 417},
  });
}

TEST(HttpServer, RefusesTransferEncodingsThatTwoProgramsMayReadDifferently) {
  std::vector<Refused> cases{
      {"POST /echo HTTP/1.0\r\nTransfer-Encoding: chunked\r\n\r\n" + kChunk, 400, "HTTP/1.0"},
      {kPost + "Transfer-Encoding: gzip, chunked\r\n\r\n" + kChunk, 501},
      {kPost + "Transfer-Encoding: chunked, chunked\r\n\r\n" + kChunk, 501},
      {kPost + "Transfer-Encoding: xchunked\r\n\r\n" + kChunk, 501},
      {kPost + "Content-Length: 3\r\nTransfer-Encoding: gzip\r\n\r\nabc", 400},
      {kPost + "Transfer-Encoding: gzip\r\nTransfer-Encoding: chunked\r\n\r\n" + kChunk, 400},
      {"GET /echo HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: identity\r\n\r\n", 400},
  };
  for (const char* coding : {"", "gzip", "identity", "chunked, gzip", "chunked;q=1", "\"chunked\"",
                             "\x0b"
                             "chunked"})
    cases.push_back({kPost + "Transfer-Encoding: " + coding + "\r\n\r\n" + kChunk, 400});
  for (const char* coding : {"chunked", "gzip", "identity"}) {
    const std::string field = std::string("Transfer-Encoding: ") + coding + "\r\n";
    cases.push_back({kPost + "Content-Length: 3\r\n" + field + "\r\n" + kChunk, 400});
    cases.push_back({kPost + field + "Content-Length: 3\r\n\r\n" + kChunk, 400});
    cases.push_back({kPost + "Transfer-Encoding: chunked\r\n" + field + "\r\n" + kChunk, 400});
  }
  expect_refused(cases);
  Served served;
  EXPECT_TRUE(served.client().ask(kPost + "Transfer-Encoding: CHUNKED\r\n\r\n" + kChunk).ends_with("abc"));
}

TEST(HttpServer, RefusesChunksThatAreBroken) {
  std::vector<Refused> cases;
  for (const std::string& body :
       {std::string("zz\r\n"), std::string("\r\n\r\n"), std::string("-1\r\nabc"),
        std::string("0x3\r\nabc\r\n0\r\n\r\n"), std::string("3\nabc\n0\n\n"), std::string("3\r\nabcd\r\n0\r\n\r\n"),
        std::string("3\r\nabXX0\r\n\r\n"), std::string("0\r\nContent-Length: 5\r\n\r\n"),
        std::string("0\r\nTransfer-Encoding: chunked\r\n\r\n"), "3;a=" + std::string(20000, 'x')})
    cases.push_back({kPost + "Transfer-Encoding: chunked\r\n\r\n" + body, 400, "body"});
  cases.push_back({kPost + "Transfer-Encoding: chunked\r\n\r\nfffffffffffffffff\r\nabc", 400});
  cases.push_back({kPost + "Transfer-Encoding: chunked\r\n\r\nffffffffffffffff\r\nabc", 413});
  expect_refused(cases);
}

TEST(HttpServer, TakesNoFieldOfATrailerForOneOfTheHead) {
  Served served;
  RawClient client = served.client();
  client.say(
      "POST /later HTTP/1.1\r\nHost: localhost\r\nTransfer-Encoding: chunked\r\n\r\n"
      "3;name=value\r\nabc\r\n0\r\nX-Api-Key: open sesame\r\n\r\n");
  served.wait_for(1);
  EXPECT_FALSE(served.asked[0].header("x-api-key"));
  EXPECT_TRUE(served.asked[0].header("transfer-encoding"));
  EXPECT_EQ(served.asked[0].body.bytes(), "abc");
  served.later[0]({});
}

TEST(HttpServer, SkipsEmptyLinesBeforeARequest) {
  Served served;
  EXPECT_TRUE(served.client().ask("\r\n\r\n" + plain_request("POST", "/echo", "x")).ends_with("x"));
}

TEST(HttpServer, AnswersTheSameHoweverARequestIsCut) {
  Served served;
  const std::vector<std::string> requests{
      plain_request("POST", "/echo", "abc"),
      kPost + "Transfer-Encoding: chunked\r\n\r\n3;x=y\r\nabc\r\n2\r\nde\r\n0\r\nX: y\r\n\r\n",
      kPost + "Transfer-Encoding: gzip\r\n\r\n",
      kPost + "Content-Length: 3\r\nTransfer-Encoding: chunked\r\n\r\n",
      "GET /echo HTTP/1.1\r\nHost: a\r\nHost: b\r\n\r\n",
  };
  for (const std::string& request : requests) {
    const auto without_id = [](std::string answer) {  // and without the date
      for (const char* name : {"X-Request-Id: ", "Date: "}) {
        const size_t at = answer.find(name);
        if (at != std::string::npos) answer.erase(at, answer.find("\r\n", at) - at);
      }
      return answer.substr(0, answer.find("\"request_id"));
    };
    const std::string whole = without_id(served.client().ask(request));
    for (size_t cut = 1; cut < request.size(); ++cut) {
      RawClient client = served.client();
      client.say(request.substr(0, cut));
      std::this_thread::sleep_for(std::chrono::milliseconds(1));
      EXPECT_EQ(without_id(client.ask(request.substr(cut))), whole) << cut;
    }
    RawClient slow = served.client();
    for (const char c : request)
      slow.say(std::string(1, c)), std::this_thread::sleep_for(std::chrono::microseconds(200));
    EXPECT_EQ(without_id(slow.hear()), whole);
  }
}

TEST(HttpServer, EchoesTheIdOfARequestWhateverIsWrongWithIt) {
  Served served({.head = 300, .fields = 4, .body = 1000, .head_seconds = 0.3});
  const std::string id = "X-Request-Id: the-id\r\n", host = "Host: localhost\r\n";
  const std::vector<std::pair<std::string, int>> cases{
      {"POST /echo HTTP/1.1\r\n" + id + host + "Content-Length: 1001\r\n\r\n", 413},
      {"POST /echo HTTP/1.1\r\n" + id + host + "Transfer-Encoding: chunked\r\n\r\nffff\r\n", 413},
      {"GET /echo HTTP/1.1\r\n" + id + host + "X: " + std::string(300, 'x') + "\r\n\r\n", 431},
      {"GET /echo HTTP/1.1\r\n" + host + "A: 1\r\nB: 1\r\n" + id + "C: 1\r\n\r\n", 431},
      {"GET /echo HTTP/1.1\r\n" + id + host, 408},
      {"POST /echo HTTP/1.1\r\n" + id + host + "Content-Length: 3\r\n\r\na", 408},
      {"POST /echo HTTP/1.1\r\n" + id + host + "\r\n", 411},
      {"GET /echo HTTP/1.1\r\n" + id + "\r\n", 400},
      {"GET /echo HTTP/1.1\r\n" + id + host + host + "\r\n", 400},
      {"GET /%zz HTTP/1.1\r\nx-request-ID:the-id \r\n" + host + "\r\n", 400},
      {"GET /echo HTTP/1.1\r\n" + id + host + "Y : 1\r\n\r\n", 400},
      {"POST /echo HTTP/1.1\r\n" + id + host + "Transfer-Encoding: chunked\r\n\r\nzz\r\n", 400},
      {"POST /echo HTTP/1.1\r\n" + id + host + "Transfer-Encoding: a, chunked\r\n\r\n", 501},
      {"GET /refused HTTP/1.1\r\n" + id + host + "\r\n", 403},
      {"GET /crash HTTP/1.1\r\n" + id + host + "\r\n", 500},
      {"GET /drop HTTP/1.1\r\n" + id + host + "\r\n", 500},
  };
  for (const auto& [bytes, status] : cases) {
    const std::string answer = served.client().ask(bytes);
    EXPECT_EQ(status_of(answer), status) << bytes;
    EXPECT_EQ(header_of(answer, "X-Request-Id"), "the-id") << bytes;
    EXPECT_EQ(header_of(answer, "Content-Type"), "application/problem+json") << bytes;
    ASSERT_NE(answer.find('{'), std::string::npos);
    EXPECT_EQ(Json::parse(answer.substr(answer.find('{'))).at("request_id"), "the-id") << bytes;
  }
  const std::string first = served.client().ask("GET /echo\r\n\r\n"), second = served.client().ask("GET /echo\r\n\r\n");
  EXPECT_EQ(header_of(first, "X-Request-Id").size(), 16U);
  EXPECT_NE(header_of(first, "X-Request-Id"), header_of(second, "X-Request-Id"));
}

}  // namespace
}  // namespace mmim
