#pragma once
#include <boost/asio/ip/tcp.hpp>
#include <boost/asio/steady_timer.hpp>
#include <boost/beast/core/flat_buffer.hpp>
#include <boost/beast/http.hpp>
#include <chrono>
#include <condition_variable>
#include <mutex>
#include <set>

#include "http/server.h"

namespace mmim {

class Session;

/// The way of an answer from any thread to the server's thread, for as long as there is one.
struct Mailbox {
  std::mutex mutex;
  boost::asio::io_context* context = nullptr;
};

/// What the sessions of one server share; all of it but the mailbox and the count belongs to the server's thread.
struct SessionHost {
  HttpLimits limits;
  HttpHandler handler;
  std::shared_ptr<Mailbox> mailbox = std::make_shared<Mailbox>();
  bool draining = false;
  std::set<Session*> sessions{};
  int64_t served = 0;  ///< sessions that were not refused

  std::mutex mutex{};
  size_t count = 0;  ///< of sessions
  std::condition_variable changed{};
  void recount();  ///< after a change of `sessions`
};

/// One connection: requests one after the other, until either side ends it. Lives as long as an operation of it does,
/// or an answer is waited for.
class Session : public std::enable_shared_from_this<Session> {
 public:
  Session(boost::asio::ip::tcp::socket socket, SessionHost& host);
  Session(const Session&) = delete;
  Session& operator=(const Session&) = delete;
  ~Session();
  /// Reads the first request; `refused`: says 503 instead.
  void start(bool refused);
  /// Whether no byte of a request has come yet.
  bool idle() const { return reading_head_ && !parser_->got_some() && buffer_.size() == 0; }
  void close();  ///< at once, whatever is going on

 private:
  using ErrorCode = boost::beast::error_code;
  using Response = boost::beast::http::response<boost::beast::http::string_body>;

  void read_head();
  void on_head(ErrorCode error);
  void read_body();
  void on_body(ErrorCode error);
  void handle();
  /// Sends, then reads on, or ends the connection where `last`.
  void respond(HttpResponse response, bool last);
  /// As problem(), and ends the connection.
  void refuse(int status, const std::string& detail);
  void on_sent(ErrorCode error);
  /// Ends the connection so that its peer can still read the answer.
  void linger();
  /// Ends what is read or written when the time for so many bytes is over; `expired_` then tells why it ended.
  void set_deadline(int64_t bytes);
  void set_deadline(std::chrono::steady_clock::duration time);

  boost::asio::ip::tcp::socket socket_;
  boost::asio::steady_timer timer_;
  SessionHost& host_;
  boost::beast::flat_buffer buffer_;
  std::optional<boost::beast::http::request_parser<boost::beast::http::string_body>> parser_;
  Response response_;
  HttpRequest request_;
  HttpExchange exchange_;
  std::chrono::steady_clock::time_point begin_{};
  bool reading_head_ = false, last_ = false, writing_ = false, expired_ = false, served_ = false;
  int64_t lingered_ = 0;                ///< bytes thrown away behind the last answer
  std::shared_ptr<Session> waiting_{};  ///< itself, while an answer is waited for
};

}  // namespace mmim
