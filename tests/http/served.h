#pragma once
#include <gtest/gtest.h>

#include <chrono>
#include <functional>
#include <mutex>
#include <thread>

#include "http/problem.h"
#include "http/server.h"
#include "support/raw_client.h"

namespace mmim {

/// Whether something becomes true within ten seconds.
inline bool soon(const std::function<bool()>& true_now) {
  for (int i = 0; i < 2000; ++i) {
    if (true_now()) return true;
    std::this_thread::sleep_for(std::chrono::milliseconds(5));
  }
  return false;
}

/// A server that answers /echo with the body, keeps the answer of /later until a test gives it, drops that of /drop,
/// and answers /long with as many bytes as the query says. /throw, /crash and /odd throw; so does the admission of
/// /refused, /crash-early and /odd-early. /unsendable has an answer that cannot be sent.
class Served {
 public:
  explicit Served(const HttpLimits& limits = {}, HttpHandler handler = {}) {
    if (!handler.admit) handler.admit = admit;
    if (!handler.handle)
      handler.handle = [this](const HttpRequest& request, const HttpAnswer& answer) { handle(request, answer); };
    if (!handler.done)
      handler.done = [this](const HttpExchange& exchange) {
        const std::lock_guard lock(mutex);
        done.push_back(exchange);
      };
    handler.failed = [this](const std::string& sentence) {
      const std::lock_guard lock(mutex);
      failures.push_back(sentence);
    };
    server = std::make_unique<HttpServer>(HttpAddress{.port = 0}, limits, handler);
  }
  ~Served() { server.reset(); }

  RawClient client(const char* from = "127.0.0.1", int window = 0) const {
    return RawClient(server->port(), from, window);
  }
  /// Whether a new client is answered.
  bool answers() const { return status_of(client().ask(plain_request("POST", "/echo", "well"))) == 200; }
  /// Waits until `count` answers are kept.
  void wait_for(size_t count) {
    ASSERT_TRUE(soon([&] {
      const std::lock_guard lock(mutex);
      return later.size() >= count;
    })) << "the request did not come";
  }
  bool was_told(size_t count) {
    return soon([&] {
      const std::lock_guard lock(mutex);
      return done.size() >= count;
    });
  }
  /// The oldest exchange, which is told no more.
  HttpExchange forget() {
    const std::lock_guard lock(mutex);
    const HttpExchange first = done.at(0);
    done.erase(done.begin());
    return first;
  }

  std::mutex mutex;
  std::vector<HttpAnswer> later;
  std::vector<HttpRequest> asked;  ///< whose answers are in `later`
  std::vector<HttpExchange> done;
  std::vector<std::string> failures;
  std::unique_ptr<HttpServer> server;

 private:
  static int64_t admit(const HttpRequest& head) {
    if (head.path == "/refused") throw HttpError(403, "not you");
    if (head.path == "/crash-early") throw std::runtime_error("an early secret");
    if (head.path == "/odd-early") throw 7;
    return head.path == "/small" ? 10 : int64_t{1} << 40;
  }
  void handle(const HttpRequest& request, const HttpAnswer& answer) {
    if (request.path == "/echo" || request.path == "/small")
      return answer({.type = "text/plain", .body = std::string(request.body.bytes())});
    if (request.path == "/throw") throw HttpError(422, "cannot be");
    if (request.path == "/crash") throw std::runtime_error("a secret");
    if (request.path == "/odd") throw 7;
    if (request.path == "/unsendable") return answer({.status = 1000});
    if (request.path == "/long") return answer({.body = std::string(std::stoul(request.query.at("bytes")), 'x')});
    if (request.path == "/drop") return;
    const std::lock_guard lock(mutex);
    later.push_back(answer);
    asked.push_back(request);
    if (request.path == "/keep-and-throw") throw HttpError(422, "cannot be");
  }
};

/// The value of a header of an answer; "" without it.
inline std::string header_of(const std::string& answer, const std::string& name) {
  const size_t end = answer.find("\r\n\r\n"), at = answer.find("\r\n" + name + ": ");
  if (at == std::string::npos || at > end) return "";
  const size_t begin = at + name.size() + 4;
  return answer.substr(begin, answer.find("\r\n", begin) - begin);
}

}  // namespace mmim
