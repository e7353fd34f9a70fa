#include "http/session.h"

#include <boost/asio/post.hpp>
#include <random>

#include "core/letters.h"
#include "core/version.h"
#include "http/problem.h"

namespace mmim {

namespace {

namespace beast = boost::beast;
namespace http = boost::beast::http;

constexpr int64_t kMostLingered = 1 << 20;

/// Of the client, where it is short and plain, as it comes to stand in logs and headers.
std::string id_of(const HttpRequest& request) {
  const std::string* given = request.header("x-request-id");
  const auto plain = [](char c) {
    return std::isalnum(static_cast<unsigned char>(c)) || c == '-' || c == '_' || c == '.';
  };
  if (given && !given->empty() && given->size() <= 128 && std::all_of(given->begin(), given->end(), plain))
    return *given;
  static thread_local std::mt19937_64 generator{std::random_device{}()};
  char text[17];
  std::snprintf(text, sizeof text, "%016llx", static_cast<unsigned long long>(generator()));
  return text;
}

HttpRequest head_of(const http::request<http::string_body>& message, const std::string& client) {
  HttpRequest request;
  request.client = client;
  for (const auto& field : message)
    request.headers.emplace_back(in_lower_case(std::string(field.name_string())), std::string(field.value()));
  request.id = id_of(request);
  request.method = std::string(message.method_string());
  return request;
}

}  // namespace

void SessionHost::recount() {
  const std::lock_guard lock(mutex);
  count = sessions.size();
  changed.notify_all();
}

Session::Session(boost::asio::ip::tcp::socket socket, SessionHost& host)
    : socket_(std::move(socket)),
      timer_(socket_.get_executor()),
      host_(host),
      buffer_(static_cast<size_t>(host.limits.head) + 65536) {
  host_.sessions.insert(this);
  host_.recount();
  boost::system::error_code ignored;
  socket_.set_option(boost::asio::ip::tcp::no_delay(true), ignored);
  const auto peer = socket_.remote_endpoint(ignored);
  if (!ignored) request_.client = peer.address().to_string();
}

Session::~Session() {
  host_.sessions.erase(this);
  if (served_) --host_.served;
  host_.recount();
}

void Session::start(bool refused) {
  if (!refused) {
    served_ = true;
    ++host_.served;
    return read_head();
  }
  begin_ = std::chrono::steady_clock::now();
  refuse(503, "too many connections");
}

void Session::close() {
  beast::error_code ignored;
  socket_.close(ignored);
  timer_.cancel();
  waiting_.reset();
}

void Session::set_deadline(int64_t bytes) {
  const double seconds = host_.limits.head_seconds + static_cast<double>(bytes) / host_.limits.slowest;
  set_deadline(std::chrono::milliseconds(static_cast<int64_t>(seconds * 1000)));
}

void Session::set_deadline(std::chrono::steady_clock::duration time) {
  expired_ = false;
  timer_.expires_after(time);
  timer_.async_wait([weak = weak_from_this()](ErrorCode cancelled) {
    const auto self = weak.lock();
    if (cancelled || !self || self->timer_.expiry() > std::chrono::steady_clock::now()) return;
    self->expired_ = true;
    ErrorCode ignored;
    if (self->writing_) return void(self->socket_.close(ignored));
    self->socket_.shutdown(boost::asio::ip::tcp::socket::shutdown_receive, ignored);  // an answer can still be sent
    self->socket_.cancel(ignored);
  });
}

void Session::read_head() {
  parser_.emplace();
  parser_->header_limit(static_cast<uint32_t>(host_.limits.head));
  parser_->body_limit(static_cast<uint64_t>(host_.limits.body));
  reading_head_ = true;
  set_deadline(0);
  http::async_read_header(socket_, buffer_, *parser_,
                          [self = shared_from_this()](ErrorCode error, size_t) { self->on_head(error); });
}

void Session::on_head(ErrorCode error) {
  const bool silent = idle();
  reading_head_ = false;
  begin_ = std::chrono::steady_clock::now();
  exchange_ = {};
  const std::string client = request_.client;
  request_ = HttpRequest{};
  request_.client = client;
  if (error == http::error::end_of_stream || error == http::error::partial_message || silent) return;
  if (expired_) return refuse(408, "the request took too long");
  if (error == http::error::header_limit || error == http::error::buffer_overflow)
    return refuse(431, "the head of the request is too long");
  if (error == http::error::body_limit)
    return refuse(413, "the body is longer than " + std::to_string(host_.limits.body) + " bytes");
  if (error.category() == http::make_error_code(http::error::bad_method).category())
    return refuse(400, "this is not a request of HTTP/1.1");
  if (error) return;  // the peer is gone
  const auto& message = parser_->get();
  request_ = head_of(message, client);
  const bool unread = message.chunked() || parser_->content_length().value_or(0) > 0;
  try {
    read_target({message.target().data(), message.target().size()}, request_);
    const bool takes_body = request_.method == "POST" || request_.method == "PUT" || request_.method == "PATCH";
    if (message.version() != 11 && message.version() != 10) throw HttpError(400, "only HTTP/1.1 and 1.0 are spoken");
    if (takes_body && !message.chunked() && !parser_->content_length())
      throw HttpError(411, "the request has neither Content-Length nor chunks");
    if (std::optional<HttpResponse> answer = host_.handler.admit(request_)) return respond(std::move(*answer), unread);
  } catch (const HttpError& wrong) {
    return respond(problem(wrong, request_.id), unread);
  } catch (const std::exception&) {
    return refuse(500, "something went wrong inside");
  }
  read_body();
}

void Session::read_body() {
  if (parser_->is_done()) return on_body({});
  set_deadline(static_cast<int64_t>(parser_->content_length().value_or(static_cast<uint64_t>(host_.limits.body))));
  const auto read = [this] {
    http::async_read(socket_, buffer_, *parser_,
                     [self = shared_from_this()](ErrorCode error, size_t) { self->on_body(error); });
  };
  if (!beast::iequals(parser_->get()[http::field::expect], "100-continue")) return read();
  response_ = Response(http::status::continue_, 11);
  http::async_write(socket_, response_, [self = shared_from_this(), read](ErrorCode error, size_t) {
    if (!error) read();
  });
}

void Session::on_body(ErrorCode error) {
  if (expired_) return refuse(408, "the body took too long");
  if (error == http::error::body_limit)
    return refuse(413, "the body is longer than " + std::to_string(host_.limits.body) + " bytes");
  if (error && error.category() == http::make_error_code(http::error::bad_method).category() &&
      error != http::error::partial_message)
    return refuse(400, "the body is not as HTTP/1.1 has it");
  if (error) return;
  request_.body = std::move(parser_->get().body());
  exchange_.received = static_cast<int64_t>(request_.body.size());
  handle();
}

void Session::handle() {
  timer_.cancel();
  waiting_ = shared_from_this();
  const HttpAnswer answer([mailbox = host_.mailbox, weak = weak_from_this()](HttpResponse response) {
    const std::lock_guard lock(mailbox->mutex);
    if (!mailbox->context) return;
    boost::asio::post(*mailbox->context, [weak, response = std::move(response)]() mutable {
      if (const auto self = weak.lock(); self && self->waiting_) self->respond(std::move(response), false);
    });
  });
  const std::string id = request_.id;
  HttpRequest whole = std::move(request_);
  request_ = HttpRequest{.method = whole.method, .path = whole.path, .client = whole.client, .id = id};
  try {
    host_.handler.handle(std::move(whole), answer);
  } catch (const HttpError& wrong) {
    answer(problem(wrong, id));
  } catch (const std::exception&) {
    answer(problem(500, "something went wrong inside", id));
  }
}

void Session::refuse(int status, const std::string& detail) { respond(problem(status, detail, request_.id), true); }

void Session::respond(HttpResponse response, bool last) {
  const std::shared_ptr<Session> self = shared_from_this();
  waiting_.reset();
  const bool head_alone = request_.method == "HEAD";
  last_ = last || host_.draining || !parser_ || !parser_->get().keep_alive();
  exchange_.method = request_.method, exchange_.path = request_.path;
  exchange_.client = request_.client, exchange_.id = request_.id;
  exchange_.status = response.status;
  exchange_.sent = head_alone ? 0 : static_cast<int64_t>(response.body.size());
  response_ = Response();
  response_.version(11);
  response_.result(static_cast<unsigned>(response.status));
  response_.reason(std::string(reason_of(response.status)));
  response_.set(http::field::server, "mmim/" + program_version());
  if (!request_.id.empty()) response_.set("X-Request-Id", request_.id);
  response_.set("X-Content-Type-Options", "nosniff");
  for (const auto& [name, value] : response.headers) response_.insert(name, value);
  response_.keep_alive(!last_);
  if (response.status != 204) {
    response_.set(http::field::content_type, response.type);
    response_.content_length(response.body.size());
    if (!head_alone) response_.body() = std::move(response.body);
  }
  set_deadline(exchange_.sent);
  writing_ = true;
  http::async_write(socket_, response_, [self](ErrorCode error, size_t) { self->on_sent(error); });
}

void Session::on_sent(ErrorCode error) {
  writing_ = false;
  exchange_.seconds = std::chrono::duration<double>(std::chrono::steady_clock::now() - begin_).count();
  if (host_.handler.done) host_.handler.done(exchange_);
  timer_.cancel();
  if (error) return;
  if (last_) return linger();
  read_head();
}

void Session::linger() {
  beast::error_code ignored;
  if (lingered_ == 0) socket_.shutdown(boost::asio::ip::tcp::socket::shutdown_send, ignored);
  buffer_.clear();
  set_deadline(std::chrono::seconds(2));
  socket_.async_read_some(buffer_.prepare(16384), [self = shared_from_this()](ErrorCode error, size_t count) {
    self->lingered_ += static_cast<int64_t>(count) + 1;
    if (!error && self->lingered_ < kMostLingered) self->linger();
  });
}

}  // namespace mmim
