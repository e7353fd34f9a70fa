#include "http/head_scan.h"

#include "core/letters.h"
#include "http/problem.h"

namespace mmim {

namespace {

constexpr std::string_view kIdField = "x-request-id:";

/// RFC 9110, 5.6.2.
bool is_of_token(char c) {
  const bool letter = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9');
  return letter || (c != '\0' && std::string_view("!#$%&'*+-.^_`|~").find(c) != std::string_view::npos);
}

}  // namespace

size_t HeadScan::find_end(std::string_view bytes) {
  for (; at_ < bytes.size(); ++at_) {
    check(bytes);
    if (bytes[at_] != '\n') continue;
    const std::string_view line = bytes.substr(line_, at_ - 1 - line_);
    line_ = at_ + 1;
    if (line.empty() && !method_.empty()) return line_;
    if (line.empty()) continue;
    method_.empty() ? read_request_line(line) : read_field(line);
  }
  return 0;
}

void HeadScan::check(std::string_view bytes) {
  const char c = bytes[at_];
  if (static_cast<int64_t>(at_) >= most_bytes_)
    throw HttpError(431, "the head of the request is longer than " + std::to_string(most_bytes_) + " bytes");
  const bool after_return = at_ > line_ && bytes[at_ - 1] == '\r';
  if (after_return != (c == '\n')) throw HttpError(400, "a line of the request does not end with CR and LF");
  if (!method_.empty() || at_ != line_ || c == '\r' || is_of_token(c)) return;
  if (c == 0x16) throw HttpError(400, "this server speaks HTTP without TLS");
  throw HttpError(400, "this is not a request of HTTP/1.1");
}

void HeadScan::read_request_line(std::string_view line) {
  const size_t space = line.find(' '), last = line.rfind(' ');
  if (space == std::string_view::npos) throw HttpError(400, "the first line of a request is METHOD ADDRESS HTTP/1.1");
  method_ = line.substr(0, space);
  const std::string_view version = line.substr(last + 1);
  if (version == "HTTP/1.1" || version == "HTTP/1.0") return;
  if (version.starts_with("HTTP/")) throw HttpError(505, "this server speaks HTTP/1.1 and HTTP/1.0 alone");
  throw HttpError(400, "the first line of a request ends with HTTP/1.1; HTTP/0.9 is not spoken");
}

void HeadScan::read_field(std::string_view line) {
  if (++fields_ > most_fields_)
    throw HttpError(431, "the request has more than " + std::to_string(most_fields_) + " header fields");
  if (line[0] == ' ' || line[0] == '\t') throw HttpError(400, "a header field goes on in another line");
  if (!id_.empty() || in_lower_case(std::string(line.substr(0, kIdField.size()))) != kIdField) return;
  id_ = line.substr(kIdField.size());
  id_.erase(0, id_.find_first_not_of(" \t"));
  id_.erase(id_.find_last_not_of(" \t") + 1);
}

}  // namespace mmim
