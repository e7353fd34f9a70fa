#include "http/wire.h"

#include <algorithm>
#include <cstdio>

#include "core/error.h"
#include "core/version.h"

namespace mmim {

namespace {

namespace http = boost::beast::http;

void check_name(const std::string& name) {
  const auto plain = [](char c) { return std::isalnum(static_cast<unsigned char>(c)) || c == '-' || c == '_'; };
  if (name.empty() || !std::all_of(name.begin(), name.end(), plain))
    throw std::invalid_argument("an answer has a header field without a name");
}

/// RFC 9110, 5.6.7, in any locale: "Sun, 06 Nov 1994 08:49:37 GMT".
std::string date_of(std::time_t time) {
  static constexpr const char* kDays[] = {"Sun", "Mon", "Tue", "Wed", "Thu", "Fri", "Sat"};
  static constexpr const char* kMonths[] = {"Jan", "Feb", "Mar", "Apr", "May", "Jun",
                                            "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"};
  std::tm t{};
  gmtime_r(&time, &t);
  char text[64];
  std::snprintf(text, sizeof text, "%s, %02d %s %04d %02d:%02d:%02d GMT", kDays[t.tm_wday], t.tm_mday,
                kMonths[t.tm_mon], t.tm_year + 1900, t.tm_hour, t.tm_min, t.tm_sec);
  return text;
}

}  // namespace

http::response<http::string_body> message_of(HttpResponse response, const AnswerForm& form) {
  if (response.status < 200 || response.status > 999)
    throw std::invalid_argument("an answer has a status that is none");
  http::response<http::string_body> message;
  message.version(11);
  message.result(static_cast<unsigned>(response.status));
  message.reason(std::string(reason_of(response.status)));
  for (const auto& [name, value] : response.headers) {
    check_name(name);
    message.insert(name, in_one_line(value));
  }
  message.set(http::field::server, "mmim/" + program_version());
  message.set(http::field::date, date_of(form.time));
  message.set("X-Request-Id", form.id);
  message.set("X-Content-Type-Options", "nosniff");
  message.erase(http::field::transfer_encoding);
  message.erase(http::field::content_length);
  message.erase(http::field::connection);
  if (form.last) message.set(http::field::connection, "close");
  if (!form.last && form.is_1_0) message.set(http::field::connection, "keep-alive");
  if (response.status == 204 || response.status == 304) return message;
  message.set(http::field::content_type, in_one_line(response.type));
  message.content_length(response.body.size());
  if (!form.head_only) message.body() = std::move(response.body);
  return message;
}

}  // namespace mmim
