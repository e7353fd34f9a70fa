#include <cstdlib>
#include <iostream>
#include <new>

#include "http/served.h"

namespace {

/// How many allocations of this thread are left until one fails; none while it is negative.
thread_local int64_t allocations_left = -1;

void* allocated(size_t size) {
  if (allocations_left >= 0 && allocations_left-- == 0) throw std::bad_alloc();
  if (void* memory = std::malloc(size > 0 ? size : 1)) return memory;
  throw std::bad_alloc();
}

}  // namespace

// Where these are inlined, the compiler warns of memory that free() did not allocate.
[[gnu::noinline]] void* operator new(size_t size) { return allocated(size); }
[[gnu::noinline]] void* operator new[](size_t size) { return allocated(size); }
[[gnu::noinline]] void operator delete(void* memory) noexcept { std::free(memory); }
[[gnu::noinline]] void operator delete[](void* memory) noexcept { std::free(memory); }
[[gnu::noinline]] void operator delete(void* memory, size_t) noexcept { std::free(memory); }
[[gnu::noinline]] void operator delete[](void* memory, size_t) noexcept { std::free(memory); }

namespace mmim {
namespace {

TEST(HttpFailures, TellTheClientNothingAndTheServerAll) {
  Served served;
  RawClient client = served.client();
  for (const char* path : {"/crash", "/crash-early", "/odd", "/odd-early", "/unsendable", "/drop", "/long"}) {
    const std::string answer = client.ask(plain_request("GET", path));
    EXPECT_EQ(status_of(answer), 500) << path;
    EXPECT_EQ(answer.find("secret"), std::string::npos) << path;
    EXPECT_TRUE(client.ask(plain_request("POST", "/echo", "next")).ends_with("next")) << path;
  }
  ASSERT_EQ(served.failures.size(), 6U);
  EXPECT_EQ(served.failures[0], "a secret");
  EXPECT_EQ(served.failures[1], "an early secret");
  EXPECT_NE(served.failures[4].find("status"), std::string::npos);
}

TEST(HttpFailures, BeforeABodyWasReadEndTheConnection) {
  Served served;
  for (const char* path : {"/crash-early", "/odd-early"}) {
    RawClient client = served.client();
    client.say("POST " + std::string(path) + " HTTP/1.1\r\nHost: a\r\nContent-Length: 5\r\n\r\n");
    EXPECT_EQ(status_of(client.hear()), 500);
    EXPECT_TRUE(client.ended());
  }
}

TEST(HttpFailures, OfALogEndNoConnection) {
  for (const bool odd : {false, true}) {
    HttpHandler handler;
    handler.done = [odd](const HttpExchange&) {
      if (odd) throw 7;
      throw std::runtime_error("the disk is full");
    };
    Served served({}, handler);
    RawClient client = served.client();
    for (int i = 0; i < 3; ++i) EXPECT_EQ(status_of(client.ask(plain_request("GET", "/echo"))), 200);
    EXPECT_TRUE(soon([&] {
      const std::lock_guard lock(served.mutex);
      return served.failures.size() == 3;
    }));
  }
}

TEST(HttpFailures, OfWhoIsToldOfFailuresEndNoServer) {
  HttpHandler handler;
  handler.handle = [](const HttpRequest&, const HttpAnswer&) { throw std::runtime_error("wrong"); };
  handler.failed = [](const std::string&) { throw std::runtime_error("also wrong"); };
  HttpServer server({.port = 0}, {}, handler);
  RawClient client(server.port());
  for (int i = 0; i < 3; ++i) EXPECT_EQ(status_of(client.ask(plain_request("GET", "/"))), 500);
}

TEST(HttpFailures, WithoutAHandlerAreAnsweredToo) {
  HttpServer server({.port = 0}, {}, {});
  EXPECT_EQ(status_of(RawClient(server.port()).ask(plain_request("GET", "/"))), 500);
}

/// From the admission of a request on, each allocation of the server's thread fails once, in turn. The server answers,
/// says 500 or ends the connection, and answers the next client.
TEST(HttpFailures, OfAnyAllocationEndNoServer) {
  HttpHandler handler;
  handler.admit = [](const HttpRequest& head) {
    const auto given = head.query.find("fail");
    if (given != head.query.end()) allocations_left = std::stoll(given->second);
    return int64_t{1} << 40;
  };
  Served served({.head_seconds = 2}, handler);
  int answered = 0, refused = 0, silent = 0;
  const auto ask = [&](const std::string& target) {
    const int status = status_of(served.client().ask(plain_request("POST", target, std::string(100000, 'x'))));
    EXPECT_TRUE(status == 0 || status == 200 || status == 500) << target << ": " << status;
    answered += status == 200, refused += status == 500, silent += status == 0;
  };
  for (int n = 0; n < 150; ++n) {
    ask("/echo?fail=" + std::to_string(n));
    ask("/echo");
    const auto disarmed = [&] { return status_of(served.client().ask(plain_request("GET", "/echo?fail=-1"))) == 200; };
    EXPECT_TRUE(soon(disarmed)) << n;
  }
  std::cout << answered << " requests were answered, " << refused << " were told 500, " << silent << " were not\n";
  EXPECT_GT(answered, 100);
  EXPECT_GT(refused, 10);
  EXPECT_FALSE(served.failures.empty());
  served.client().ask(plain_request("GET", "/echo?fail=1"));
  served.server.reset();  // whichever allocation fails
}

}  // namespace
}  // namespace mmim
