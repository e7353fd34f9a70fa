#include "http/session.h"

#include <boost/asio/post.hpp>
#include <boost/asio/write.hpp>
#include <limits>

#include "http/problem.h"
#include "http/wire.h"

namespace mmim {

namespace {

namespace beast = boost::beast;
namespace http = boost::beast::http;

constexpr int64_t kMostLingered = 1 << 20;
constexpr size_t kPieceOfHead = 8192, kPieceOfBody = 65536;
constexpr auto kLingerTime = std::chrono::seconds(2);
constexpr auto kGrace = std::chrono::milliseconds(500);  // for requests that are on their way when draining begins
constexpr const char* kWentWrong = "something went wrong inside";

std::chrono::steady_clock::duration time_of(double seconds) {
  return std::chrono::milliseconds(static_cast<int64_t>(seconds * 1000));
}

HttpError too_long(int64_t most) { return {413, "the body is longer than " + std::to_string(most) + " bytes"}; }

std::string_view text_of(const beast::flat_buffer& buffer) {
  return {static_cast<const char*>(buffer.data().data()), buffer.size()};
}

}  // namespace

Session::Session(boost::asio::ip::tcp::socket socket, SessionHost& host)
    : socket_(std::move(socket)), timer_(socket_.get_executor()), host_(host) {
  ErrorCode error;
  socket_.set_option(boost::asio::ip::tcp::no_delay(true), error);
  const auto peer = socket_.remote_endpoint(error);
  if (!error) client_ = peer.address().to_string();
  host_.sessions.insert(this);
  try {
    refusal_ = host_.connections.enter(client_);
  } catch (...) {
    host_.sessions.erase(this);
    throw;
  }
  host_.recount();
}

Session::~Session() {
  host_.sessions.erase(this);
  if (refusal_.empty()) host_.connections.leave(client_);
  host_.recount();
}

template <class Work>
void Session::guard(const Work& work) noexcept {
  try {
    try {
      work();
    } catch (const HttpError& wrong) {
      fail(wrong);
    } catch (const std::exception& error) {
      host_.report(error.what());
      fail(HttpError(500, kWentWrong));
    } catch (...) {
      host_.report("an exception of no known kind");
      fail(HttpError(500, kWentWrong));
    }
  } catch (...) {
    host_.report("a connection ended, since its client could not be told what went wrong");
    close();
  }
}

void Session::fail(const HttpError& wrong) {
  if (closed_ || phase_ >= Phase::answer) return close();
  if (request_.id.empty()) request_.id = request_id(scan_ ? scan_->id() : "");
  if (request_.method.empty() && scan_) request_.method = scan_->method();
  respond(problem(wrong, request_.id), !sound_);
}

void Session::start() {
  guard([this] {
    if (!refusal_.empty()) throw HttpError(503, refusal_);
    read_head();
  });
}

void Session::begin_draining() {
  if (idle()) guard([this] { set_deadline(Clock::now() + kGrace); });
}

void Session::cut() {
  if (!idle() && phase_ != Phase::linger) {
    const std::lock_guard lock(host_.mutex);
    host_.cut = true;
  }
  close();
}

void Session::close() noexcept {
  closed_ = true;
  ErrorCode ignored;
  socket_.close(ignored);
  timer_.cancel(ignored);
  waiting_.reset();
}

void Session::set_deadline(Clock::time_point deadline) {
  timer_.expires_at(deadline);
  timer_.async_wait([weak = weak_from_this()](ErrorCode cancelled) {
    const auto self = weak.lock();
    if (cancelled || !self || self->closed_ || self->timer_.expiry() > Clock::now()) return;
    self->guard([&] { self->on_deadline(); });
  });
}

void Session::set_deadline(Clock::time_point begin, int64_t count) {
  set_deadline(begin + time_of(host_.limits.head_seconds + static_cast<double>(count) / host_.limits.slowest));
}

void Session::on_deadline() {
  if (phase_ >= Phase::answer || idle()) return close();
  if (phase_ == Phase::handler) throw HttpError(503, "the answer took too long");
  expired_ = true;  // read() says 408 when the operation has ended
  ErrorCode ignored;
  socket_.cancel(ignored);
}

void Session::read(size_t size, void (Session::*then)()) {
  socket_.async_read_some(buffer_.prepare(size), [self = shared_from_this(), then](ErrorCode error, size_t count) {
    self->guard([&] {
      if (self->closed_) return;
      if (self->expired_) throw HttpError(408, "the request took too long");
      if (error) return self->close();  // the peer is gone
      self->buffer_.commit(count);
      ((*self).*then)();
    });
  });
}

void Session::read_head() {
  phase_ = Phase::head;
  scan_.emplace(host_.limits.head, host_.limits.fields);
  parser_.reset();
  request_ = {.client = client_};
  exchange_ = {};
  keep_ = sound_ = is_1_0_ = false;
  head_begin_.reset(), begin_.reset();
  if (buffer_.size() == 0) buffer_.shrink_to_fit();
  on_head_bytes();
}

void Session::on_head_bytes() {
  const size_t size = scan_->find_end(text_of(buffer_));
  if (size > 0) return on_head(size);
  if (buffer_.size() > 0 && !head_begin_) head_begin_ = Clock::now();
  if (head_begin_ || !host_.draining) {
    set_deadline(head_begin_.value_or(Clock::now()), 0);
  } else {
    set_deadline(Clock::now() + kGrace);
  }
  read(kPieceOfHead, &Session::on_head_bytes);
}

void Session::on_head(size_t size) {
  begin_ = Clock::now();
  parser_.emplace();
  parser_->header_limit(static_cast<uint32_t>(size) + 1);
  parser_->body_limit(std::numeric_limits<uint64_t>::max());
  const std::string_view head = text_of(buffer_).substr(0, size);
  const std::string_view without_blank = head.substr(std::min(head.find_first_not_of("\r\n"), size));
  ErrorCode error;
  const size_t used = parser_->put({without_blank.data(), without_blank.size()}, error);
  if (error || used != without_blank.size() || !parser_->is_header_done())
    throw HttpError(400, "this is not a request of HTTP/1.1");
  buffer_.consume(size);
  request_ = request_of(*parser_);
  request_.id = request_id(scan_->id()), request_.client = client_;
  is_1_0_ = parser_->get().version() == 10;
  keep_ = parser_->keep_alive();
  sound_ = parser_->is_done();
  const int64_t most = host_.handler.admit ? host_.handler.admit(request_) : host_.limits.body;
  read_body(std::min(most, host_.limits.body));
}

void Session::read_body(int64_t most) {
  phase_ = Phase::body;
  if (parser_->is_done()) return handle();
  const uint64_t length = parser_->content_length().value_or(0);
  if (length > static_cast<uint64_t>(most)) throw too_long(most);
  if (length > static_cast<uint64_t>(host_.budget->left())) throw HttpError(503, "other requests fill this server");
  parser_->body_limit(static_cast<uint64_t>(most));
  parser_->get().body() = HttpBody(host_.budget);
  most_body_ = most;
  if (buffer_.size() > 0 || !awaits_continue(*parser_)) return on_body_bytes();
  set_deadline(Clock::now(), 0);
  static constexpr std::string_view kContinue = "HTTP/1.1 100 Continue\r\n\r\n";
  boost::asio::async_write(socket_, boost::asio::buffer(kContinue.data(), kContinue.size()),
                           [self = shared_from_this()](ErrorCode error, size_t) {
                             self->guard([&] {
                               if (error) return self->close();
                               self->on_body_bytes();
                             });
                           });
}

void Session::on_body_bytes() {
  while (buffer_.size() > 0 && !parser_->is_done()) {
    ErrorCode error;
    buffer_.consume(parser_->put(buffer_.data(), error));
    if (error == http::error::need_more && static_cast<int64_t>(buffer_.size()) <= host_.limits.head) break;
    if (error == http::error::body_limit) throw too_long(most_body_);
    if (error) throw HttpError(400, "the body is not as HTTP/1.1 has it");
  }
  if (parser_->is_done()) return handle();
  set_deadline(*begin_, parser_->get().body().size());
  read(kPieceOfBody, &Session::on_body_bytes);
}

void Session::handle() {
  sound_ = true;
  phase_ = Phase::handler;
  const int64_t turn = ++turn_;
  HttpRequest whole = request_;
  whole.body = std::move(parser_->get().body());
  exchange_.received = whole.body.size();
  set_deadline(Clock::now() + time_of(host_.limits.answer_seconds));
  waiting_ = shared_from_this();
  const HttpAnswer answer([mailbox = host_.mailbox, weak = weak_from_this(), turn](std::optional<HttpResponse> given) {
    mailbox->post([weak, turn, response = std::move(given)]() mutable {
      if (const auto self = weak.lock()) self->guard([&] { self->on_answer(std::move(response), turn); });
    });
  });
  host_.handler.handle(std::move(whole), answer);
}

void Session::on_answer(std::optional<HttpResponse> response, int64_t turn) {
  if (phase_ != Phase::handler || turn != turn_ || closed_) return;
  if (!response) throw HttpError(500, kWentWrong);
  respond(std::move(*response), false);
}

bool Session::nothing_came() const {
  ErrorCode ignored;
  return buffer_.size() == 0 && socket_.available(ignored) == 0;
}

void Session::respond(HttpResponse response, bool last) {
  last_ = last || !keep_ || (host_.draining && nothing_came());
  const bool head_only = request_.method == "HEAD";
  exchange_.method = request_.method, exchange_.path = request_.path;
  exchange_.client = client_, exchange_.id = request_.id;
  exchange_.status = response.status;
  response_ =
      message_of(std::move(response), {.id = request_.id, .head_only = head_only, .is_1_0 = is_1_0_, .last = last_});
  exchange_.sent = static_cast<int64_t>(response_.body().size());
  serializer_.emplace(response_);
  answer_begin_ = Clock::now();
  written_ = 0;
  const std::shared_ptr<Session> self = shared_from_this();
  write();
  phase_ = Phase::answer;
  waiting_.reset();
}

void Session::write() {
  set_deadline(answer_begin_, written_);
  http::async_write_some(socket_, *serializer_, [self = shared_from_this()](ErrorCode error, size_t count) {
    self->written_ += static_cast<int64_t>(count);
    self->guard([&] { self->on_sent(error); });
  });
}

void Session::on_sent(ErrorCode error) {
  exchange_.whole = !error && serializer_->is_done();
  if (!error && !exchange_.whole && !closed_) return write();
  exchange_.seconds = begin_ ? std::chrono::duration<double>(Clock::now() - *begin_).count() : 0;
  host_.tell(exchange_);
  serializer_.reset();
  response_ = {};
  if (error || closed_) return close();
  if (!last_) return read_head();
  phase_ = Phase::linger;
  socket_.shutdown(boost::asio::ip::tcp::socket::shutdown_send, error);
  set_deadline(Clock::now() + kLingerTime);
  linger();
}

void Session::linger() {
  lingered_ += static_cast<int64_t>(buffer_.size());
  buffer_.clear();
  if (lingered_ > kMostLingered) return close();
  read(kPieceOfHead, &Session::linger);
}

}  // namespace mmim
