#pragma once
#include <boost/asio/io_context.hpp>
#include <boost/asio/post.hpp>
#include <condition_variable>
#include <memory>
#include <mutex>
#include <set>
#include <vector>

#include "http/connections.h"
#include "http/server.h"

namespace mmim {

class Session;

/// The way of an answer from any thread to the server's thread, for as long as there is one.
class Mailbox {
 public:
  void open(boost::asio::io_context& context);
  void close();  ///< what is posted from now on is dropped, as before open()
  template <class Work>
  void post(Work work) {
    const std::lock_guard lock(mutex_);
    if (context_) boost::asio::post(*context_, std::move(work));
  }

 private:
  std::mutex mutex_;
  boost::asio::io_context* context_ = nullptr;
};

/// What the sessions of one server share; all of it but what `mutex` guards belongs to the server's thread.
struct SessionHost {
  SessionHost(const HttpLimits& limits, HttpHandler handler);
  HttpLimits limits;
  HttpHandler handler;
  std::shared_ptr<Mailbox> mailbox = std::make_shared<Mailbox>();
  Connections connections;
  std::shared_ptr<BodyBudget> budget;
  bool draining = false;
  std::set<Session*> sessions{};

  std::mutex mutex{};
  size_t count = 0;  ///< of sessions
  bool cut = false;  ///< whether a connection was ended before its answer
  std::condition_variable changed{};

  void recount();  ///< after a change of `sessions`
  std::vector<std::shared_ptr<Session>> all() const;
  void tell(const HttpExchange& exchange) noexcept;
  void report(const std::string& sentence) noexcept;
};

}  // namespace mmim
