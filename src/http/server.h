#pragma once
#include <functional>
#include <memory>
#include <optional>

#include "http/message.h"

namespace mmim {

/// What a server takes of its peers.
struct HttpLimits {
  int64_t head = 16 << 10;        ///< bytes of the request line and all headers
  int64_t fields = 100;           ///< of a head
  int64_t body = 64 << 20;        ///< bytes of one body
  int64_t bodies = 512 << 20;     ///< bytes of the bodies of all requests that are read or answered; beyond: 503
  int64_t connections = 2048;     ///< at a time; what comes beyond is told 503
  int64_t of_one_address = 1024;  ///< connections at a time; what comes beyond is told 503
  double head_seconds = 30;       ///< for the whole head, and between two requests of a connection
  double slowest = 16 << 10;  ///< bytes a second: n bytes of a body or an answer come within head_seconds + n / slowest
  double answer_seconds = 600;  ///< for a handler; then the answer is 503
};

/// Where a server listens.
struct HttpAddress {
  std::string host = "127.0.0.1";  ///< an address, not a name
  int port = 8080;                 ///< to 65535; 0: any that is free
};

/// The answer to one request, given once, from any thread. `send` gets nothing when all copies are gone without an
/// answer; the client is then told 500.
class HttpAnswer {
 public:
  explicit HttpAnswer(std::function<void(std::optional<HttpResponse>)> send);
  void operator()(HttpResponse response) const;  ///< of two the first is sent

 private:
  struct State;
  std::shared_ptr<State> state_;
};

/// What was answered, for a log and for metrics.
struct HttpExchange {
  std::string method, path, client, id;
  int status = 0;
  int64_t received = 0, sent = 0;  ///< bytes of the bodies
  bool whole = false;              ///< whether all of the answer was sent
  double seconds = 0;              ///< from the end of the head to the end of the answer
};

/// What a server does. All functions but the answers run on its one thread and must not wait. What they throw beside
/// HttpError is told to `failed`, and the client is told 500.
struct HttpHandler {
  /// Looks at a request before its body is read. Returns the most bytes that its body may have, of which `limits.body`
  /// is the most; throws HttpError for a request that is not wanted. None: every request is.
  std::function<int64_t(const HttpRequest& head)> admit;
  /// Begins to answer a request; may throw HttpError.
  std::function<void(HttpRequest, HttpAnswer)> handle;
  /// Told of every answer that was sent or that its peer did not take.
  std::function<void(const HttpExchange&)> done;
  /// Told what went wrong inside, in one sentence. The server goes on.
  std::function<void(const std::string&)> failed;
};

/// An HTTP/1.1 server with one thread, whatever the number of connections. A connection that is slow, broken or idle
/// costs memory for a while, never a thread. Errors of the protocol are answered with problem(). Requests that come on
/// one connection before the answer to the first are answered one after the other.
class HttpServer {
 public:
  /// Listens from now on. UsageError when the address is not one or is taken.
  HttpServer(const HttpAddress& address, const HttpLimits& limits, HttpHandler handler);
  ~HttpServer();  ///< ends every connection
  int port() const;
  /// Takes no new connection; requests that have begun are answered, then connections end. Returns when all have ended,
  /// or after `seconds`; false if some had not. A second call, from any thread but the server's, ends every connection
  /// at once.
  bool drain(double seconds);

 private:
  class Impl;
  std::unique_ptr<Impl> impl_;
};

}  // namespace mmim
