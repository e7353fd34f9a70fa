#pragma once
#include <boost/asio/ip/tcp.hpp>
#include <boost/asio/steady_timer.hpp>
#include <boost/beast/core/flat_buffer.hpp>
#include <boost/beast/http.hpp>
#include <chrono>

#include "http/framing.h"
#include "http/head_scan.h"
#include "http/problem.h"
#include "http/session_host.h"

namespace mmim {

/// One connection: requests one after the other, until either side ends it. Lives as long as an operation of it does,
/// or an answer is waited for. Whatever its work throws ends at most this connection.
class Session : public std::enable_shared_from_this<Session> {
 public:
  Session(boost::asio::ip::tcp::socket socket, SessionHost& host);
  Session(const Session&) = delete;
  Session& operator=(const Session&) = delete;
  ~Session();
  void start();           ///< reads the first request, or says why the connection may not come in
  void begin_draining();  ///< a connection without a request gets little time
  void cut();             ///< ends it at once, whatever is going on

 private:
  using ErrorCode = boost::beast::error_code;
  using Clock = std::chrono::steady_clock;
  using Response = boost::beast::http::response<boost::beast::http::string_body>;
  using Serializer = boost::beast::http::response_serializer<boost::beast::http::string_body>;
  enum class Phase { head, body, handler, answer, linger };

  /// Runs `work`; what it throws is answered, or ends the connection where an answer has begun.
  template <class Work>
  void guard(const Work& work) noexcept;
  void fail(const HttpError& wrong);

  void read_head();
  void on_head_bytes();
  void on_head(size_t size);
  void read_body(int64_t most);
  void on_body_bytes();
  void handle();
  void on_answer(std::optional<HttpResponse> response, int64_t turn);
  /// Sends, then reads on, or ends the connection where `last`.
  void respond(HttpResponse response, bool last);
  void write();
  void on_sent(ErrorCode error);
  /// Ends the connection so that its peer can still read the answer.
  void linger();
  void close() noexcept;

  /// Reads up to `size` bytes into `buffer_` and goes on with `then`.
  void read(size_t size, void (Session::*then)());
  /// Whether no byte of a request has come yet.
  bool idle() const { return phase_ == Phase::head && buffer_.size() == 0; }
  /// Whether nothing has come behind the request that is answered.
  bool nothing_came() const;
  void set_deadline(Clock::time_point deadline);
  /// Lets `count` bytes take as long as the slowest peer may, from `begin` on.
  void set_deadline(Clock::time_point begin, int64_t count);
  void on_deadline();

  boost::asio::ip::tcp::socket socket_;
  boost::asio::steady_timer timer_;
  SessionHost& host_;
  boost::beast::flat_buffer buffer_{};
  std::string client_{};
  std::string refusal_{};  ///< why it may not come in; else ""
  std::optional<HeadScan> scan_{};
  std::optional<RequestParser> parser_{};
  HttpRequest request_{};  ///< without its body once that is handed over
  Response response_{};
  std::optional<Serializer> serializer_{};
  HttpExchange exchange_{};
  Phase phase_ = Phase::head;
  std::optional<Clock::time_point> head_begin_{}, begin_{};  ///< first byte and end of the head
  Clock::time_point answer_begin_{};
  int64_t most_body_ = 0;
  bool keep_ = false;   ///< whether the client wants the connection kept
  bool sound_ = false;  ///< whether what comes next in `buffer_` is a request
  bool is_1_0_ = false, last_ = false, expired_ = false, closed_ = false;
  int64_t turn_ = 0;                    ///< of the request that is answered; answers to others are late
  int64_t written_ = 0, lingered_ = 0;  ///< bytes
  std::shared_ptr<Session> waiting_{};  ///< itself, while an answer is waited for
};

}  // namespace mmim
