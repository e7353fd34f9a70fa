#include "http/server.h"

#include <sys/resource.h>

#include <atomic>
#include <boost/asio/executor_work_guard.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/post.hpp>
#include <boost/asio/steady_timer.hpp>
#include <thread>

#include "core/error.h"
#include "http/session.h"

namespace mmim {

namespace {

using boost::asio::ip::tcp;

constexpr auto kPause = std::chrono::milliseconds(50);  // where the system has no open file or no memory left

/// A connection takes an open file, and the usual soft limit is 1024.
void allow_open_files() {
  rlimit limit{};
  if (getrlimit(RLIMIT_NOFILE, &limit) != 0) return;
  limit.rlim_cur = limit.rlim_max;
  setrlimit(RLIMIT_NOFILE, &limit);
}

tcp::endpoint endpoint_of(const HttpAddress& address) {
  boost::system::error_code error;
  const auto host = boost::asio::ip::make_address(address.host == "localhost" ? "127.0.0.1" : address.host, error);
  if (error) throw UsageError("host " + address.host + ": is no address such as 127.0.0.1, 0.0.0.0 or ::1");
  if (address.port < 0 || address.port > 65535)
    throw UsageError("port " + std::to_string(address.port) + ": is none; ports are 0 to 65535");
  return {host, static_cast<unsigned short>(address.port)};
}

}  // namespace

struct HttpAnswer::State {
  std::function<void(std::optional<HttpResponse>)> send;
  std::atomic<bool> given = false;
  ~State() {
    try {
      if (!given) send({});
    } catch (...) {  // the time for an answer runs out
    }
  }
};

HttpAnswer::HttpAnswer(std::function<void(std::optional<HttpResponse>)> send) : state_(std::make_shared<State>()) {
  state_->send = std::move(send);
}

void HttpAnswer::operator()(HttpResponse response) const {
  if (!state_->given.exchange(true)) state_->send(std::move(response));
}

class HttpServer::Impl {
 public:
  Impl(const HttpAddress& address, const HttpLimits& limits, HttpHandler handler)
      : host_(limits, std::move(handler)), acceptor_(context_), pause_(context_) {
    const tcp::endpoint endpoint = endpoint_of(address);
    allow_open_files();
    try {
      acceptor_.open(endpoint.protocol());
      acceptor_.set_option(tcp::acceptor::reuse_address(true));
      acceptor_.bind(endpoint);
      acceptor_.listen(1024);
      port_ = acceptor_.local_endpoint().port();
    } catch (const boost::system::system_error& error) {
      throw UsageError("cannot listen on " + address.host + ":" + std::to_string(address.port) + ": " +
                       error.code().message());
    }
    host_.mailbox->open(context_);
    thread_ = std::thread([this] { run(); });
  }

  ~Impl() {
    boost::asio::post(context_, [this] { end(); });
    thread_.join();
    host_.mailbox->close();
  }

  int port() const { return port_; }

  bool drain(double seconds) {
    boost::asio::post(context_, [this] { host_.draining ? cut() : begin_draining(); });
    std::unique_lock lock(host_.mutex);
    const auto ended = [this] { return drain_begun_ && host_.count == 0; };
    return host_.changed.wait_for(lock, std::chrono::duration<double>(seconds), ended) && !host_.cut;
  }

 private:
  /// Work of a connection keeps what it throws; what else throws is taken up again after a pause.
  void run() {
    for (;;) {
      try {
        if (ending_) end();
        if (!accepting_ && acceptor_.is_open()) accept();
        context_.run();
        return;
      } catch (const std::exception& error) {
        host_.report(error.what());
      } catch (...) {
        host_.report("an exception of no known kind");
      }
      std::this_thread::sleep_for(kPause);
    }
  }

  void accept() {
    acceptor_.async_accept([this](boost::system::error_code error, tcp::socket socket) {
      accepting_ = false;
      if (!error) begin(std::move(socket));  // also where the acceptor was closed meanwhile
      if (!acceptor_.is_open()) return;
      if (!error) return accept();
      pause_.expires_after(kPause);
      pause_.async_wait([this](boost::system::error_code) {
        accepting_ = false;
        if (acceptor_.is_open()) accept();
      });
      accepting_ = true;
    });
    accepting_ = true;
  }

  /// A connection beyond the limits is told so, unless many of these wait already.
  void begin(tcp::socket socket) {
    if (cut_) return;
    if (static_cast<int64_t>(host_.sessions.size()) >= 2 * host_.limits.connections) return;
    std::make_shared<Session>(std::move(socket), host_)->start();
  }

  void begin_draining() {
    host_.draining = true;
    take_those_who_wait();
    stop_accepting();
    for (const auto& session : host_.all()) session->begin_draining();
    const std::lock_guard lock(host_.mutex);
    drain_begun_ = true;
    host_.changed.notify_all();
  }

  void end() {
    ending_ = true;
    stop_accepting();
    cut();
    work_.reset();
  }

  void cut() {
    cut_ = true;
    for (const auto& session : host_.all()) session->cut();
  }

  /// Connections that the system has made and this program has not seen yet.
  void take_those_who_wait() {
    boost::system::error_code error;
    acceptor_.non_blocking(true, error);
    while (!error) {
      tcp::socket socket(context_);
      acceptor_.accept(socket, error);
      if (!error) begin(std::move(socket));
    }
  }

  void stop_accepting() {
    boost::system::error_code ignored;
    acceptor_.close(ignored);
    pause_.cancel(ignored);
  }

  SessionHost host_;
  boost::asio::io_context context_{1};
  boost::asio::executor_work_guard<boost::asio::io_context::executor_type> work_{context_.get_executor()};
  tcp::acceptor acceptor_;
  boost::asio::steady_timer pause_;
  bool ending_ = false, cut_ = false;
  bool accepting_ = false;    ///< whether accept() will be called again
  bool drain_begun_ = false;  ///< guarded by host_.mutex
  int port_ = 0;
  std::thread thread_;
};

HttpServer::HttpServer(const HttpAddress& address, const HttpLimits& limits, HttpHandler handler)
    : impl_(std::make_unique<Impl>(address, limits, std::move(handler))) {}
HttpServer::~HttpServer() = default;
int HttpServer::port() const { return impl_->port(); }
bool HttpServer::drain(double seconds) { return impl_->drain(seconds); }

}  // namespace mmim
