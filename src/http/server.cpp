#include "http/server.h"

#include <sys/resource.h>

#include <atomic>
#include <boost/asio/executor_work_guard.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/post.hpp>
#include <boost/asio/steady_timer.hpp>
#include <future>
#include <thread>

#include "core/error.h"
#include "http/problem.h"
#include "http/session.h"

namespace mmim {

namespace {

using boost::asio::ip::tcp;

constexpr auto kGrace = std::chrono::milliseconds(500);  // for requests that are on their way when draining begins

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
  return {host, static_cast<unsigned short>(address.port)};
}

}  // namespace

struct HttpAnswer::State {
  std::function<void(HttpResponse)> send;
  std::atomic<bool> given = false;
  ~State() {
    if (!given) send(problem(500, "something went wrong inside", ""));
  }
};

HttpAnswer::HttpAnswer(std::function<void(HttpResponse)> send) : state_(std::make_shared<State>()) {
  state_->send = std::move(send);
}

void HttpAnswer::operator()(HttpResponse response) const {
  if (!state_->given.exchange(true)) state_->send(std::move(response));
}

class HttpServer::Impl {
 public:
  Impl(const HttpAddress& address, const HttpLimits& limits, HttpHandler handler)
      : host_{.limits = limits, .handler = std::move(handler)},
        acceptor_(context_),
        pause_(context_),
        grace_(context_) {
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
    host_.mailbox->context = &context_;
    accept();
    thread_ = std::thread([this] { context_.run(); });
  }

  ~Impl() {
    boost::asio::post(context_, [this] {
      stop_accepting();
      for (Session* session : std::set<Session*>(host_.sessions)) session->shared_from_this()->close();
      pause_.cancel();
      grace_.cancel();
      work_.reset();
    });
    thread_.join();
    const std::lock_guard lock(host_.mailbox->mutex);
    host_.mailbox->context = nullptr;
  }

  int port() const { return port_; }

  bool drain(double seconds) {
    std::promise<void> begun;
    boost::asio::post(context_, [this, &begun] {
      host_.draining = true;
      take_those_who_wait();
      stop_accepting();
      grace_.expires_after(kGrace);
      grace_.async_wait([this](boost::system::error_code error) {
        if (error) return;
        for (Session* session : std::set<Session*>(host_.sessions))
          if (session->idle()) session->shared_from_this()->close();
      });
      begun.set_value();
    });
    begun.get_future().wait();
    std::unique_lock lock(host_.mutex);
    return host_.changed.wait_for(lock, std::chrono::duration<double>(seconds), [this] { return host_.count == 0; });
  }

 private:
  void accept() {
    acceptor_.async_accept([this](boost::system::error_code error, tcp::socket socket) {
      if (error == boost::asio::error::operation_aborted || !acceptor_.is_open()) return;
      if (!error) begin(std::move(socket));
      if (!error) return accept();
      pause_.expires_after(std::chrono::milliseconds(50));  // no open files are left
      pause_.async_wait([this](boost::system::error_code stopped) {
        if (!stopped) accept();
      });
    });
  }

  void begin(tcp::socket socket) {
    const bool full = host_.served >= host_.limits.connections;
    if (full && static_cast<int64_t>(host_.sessions.size()) >= 2 * host_.limits.connections) return;
    std::make_shared<Session>(std::move(socket), host_)->start(full);
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
  }

  SessionHost host_;
  boost::asio::io_context context_{1};
  boost::asio::executor_work_guard<boost::asio::io_context::executor_type> work_{context_.get_executor()};
  tcp::acceptor acceptor_;
  boost::asio::steady_timer pause_, grace_;
  int port_ = 0;
  std::thread thread_;
};

HttpServer::HttpServer(const HttpAddress& address, const HttpLimits& limits, HttpHandler handler)
    : impl_(std::make_unique<Impl>(address, limits, std::move(handler))) {}
HttpServer::~HttpServer() = default;
int HttpServer::port() const { return impl_->port(); }
bool HttpServer::drain(double seconds) { return impl_->drain(seconds); }

}  // namespace mmim
