#pragma once
#include <functional>
#include <memory>
#include <optional>

#include "http/message.h"

namespace mmim {

/// What a server takes of one peer.
struct HttpLimits {
  int64_t head = 16 << 10;     ///< bytes of the request line and all headers
  int64_t body = 64 << 20;     ///< bytes
  int64_t connections = 2048;  ///< at a time; what comes beyond is told 503
  double head_seconds = 30;    ///< for the whole head, and between two requests of a connection
  double slowest = 16 << 10;   ///< bytes a second: a body or an answer has head_seconds and its size divided by this
};

/// Where a server listens.
struct HttpAddress {
  std::string host = "127.0.0.1";  ///< an address, not a name
  int port = 8080;                 ///< 0: any that is free
};

/// The answer to one request, given once, from any thread; what is dropped without an answer is answered with 500.
class HttpAnswer {
 public:
  explicit HttpAnswer(std::function<void(HttpResponse)> send);
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
  double seconds = 0;              ///< from the end of the head to the end of the answer
};

/// What a server does. All but the answers run on its one thread and must not wait.
struct HttpHandler {
  /// Looks at a request before its body is read: an answer ends it. May throw HttpError.
  std::function<std::optional<HttpResponse>(const HttpRequest& head)> admit;
  /// Begins to answer a request; may throw HttpError.
  std::function<void(HttpRequest, HttpAnswer)> handle;
  /// Told of every answer that was sent or that its peer did not take.
  std::function<void(const HttpExchange&)> done;
};

/// An HTTP/1.1 server with one thread, whatever the number of connections. A connection that is slow, broken or idle
/// costs memory for a while, never a thread. Errors of the protocol are answered with problem().
class HttpServer {
 public:
  /// Listens from now on. UsageError when the address is not one or is taken.
  HttpServer(const HttpAddress& address, const HttpLimits& limits, HttpHandler handler);
  ~HttpServer();  ///< ends every connection
  int port() const;
  /// Takes no new connection; requests that have begun are answered, then connections end. Returns when all have ended,
  /// or after `seconds`; false if some had not.
  bool drain(double seconds);

 private:
  class Impl;
  std::unique_ptr<Impl> impl_;
};

}  // namespace mmim
