#include "http/message.h"

#include <algorithm>

#include "core/letters.h"
#include "http/problem.h"

namespace mmim {

namespace {

int hex_digit(char c) {
  if (c >= '0' && c <= '9') return c - '0';
  if (c >= 'a' && c <= 'f') return c - 'a' + 10;
  if (c >= 'A' && c <= 'F') return c - 'A' + 10;
  return -1;
}

std::string_view trimmed(std::string_view text) {
  const size_t begin = text.find_first_not_of(" \t");
  if (begin == std::string_view::npos) return {};
  return text.substr(begin, text.find_last_not_of(" \t") + 1 - begin);
}

/// Reads what stands in quotes, of which the first is at `begin`. The place behind the last; npos where it is missing.
size_t read_quoted(std::string_view text, size_t begin, std::string& value) {
  for (size_t i = begin + 1; i < text.size(); ++i) {
    if (text[i] == '"') return i + 1;
    if (text[i] == '\\' && i + 1 < text.size() && (text[i + 1] == '"' || text[i + 1] == '\\')) ++i;
    value += text[i];
  }
  return std::string_view::npos;
}

}  // namespace

std::optional<std::string> HttpRequest::header(std::string_view name) const {
  const auto found = std::find_if(headers.begin(), headers.end(), [&](const auto& h) { return h.first == name; });
  return found == headers.end() ? std::nullopt : std::optional(found->second);
}

std::string_view reason_of(int status) {
  static const std::map<int, std::string_view> reasons{
      {200, "OK"},
      {204, "No Content"},
      {400, "Bad Request"},
      {401, "Unauthorized"},
      {403, "Forbidden"},
      {404, "Not Found"},
      {405, "Method Not Allowed"},
      {408, "Request Timeout"},
      {411, "Length Required"},
      {413, "Content Too Large"},
      {415, "Unsupported Media Type"},
      {417, "Expectation Failed"},
      {422, "Unprocessable Content"},
      {429, "Too Many Requests"},
      {431, "Request Header Fields Too Large"},
      {500, "Internal Server Error"},
      {501, "Not Implemented"},
      {503, "Service Unavailable"},
      {505, "HTTP Version Not Supported"},
  };
  const auto found = reasons.find(status);
  return found == reasons.end() ? "Error" : found->second;
}

std::string percent_decoded(std::string_view text, bool plus) {
  std::string decoded;
  for (size_t i = 0; i < text.size(); ++i) {
    char c = text[i];
    if (c == '%') {
      const int high = i + 2 < text.size() ? hex_digit(text[i + 1]) : -1;
      const int low = high >= 0 ? hex_digit(text[i + 2]) : -1;
      if (low < 0) throw HttpError(400, "the address has a % without two hexadecimal digits behind it");
      c = static_cast<char>(high * 16 + low);
      i += 2;
    } else if (c == '+' && plus) {
      c = ' ';
    }
    if (static_cast<unsigned char>(c) < 0x20 || c == 0x7F) throw HttpError(400, "the address has a control character");
    decoded += c;
  }
  return decoded;
}

namespace {

/// Step by step, so that a slash that was encoded does not become one that divides.
std::string decoded_path(std::string_view path) {
  std::string decoded;
  while (!path.empty()) {
    path.remove_prefix(1);
    const std::string_view raw = path.substr(0, path.find('/'));
    path.remove_prefix(raw.size());
    const std::string step = percent_decoded(raw);
    if (step == "." || step == "..") throw HttpError(400, "the path of an address has a step of dots");
    if (step.find('/') != std::string::npos) throw HttpError(400, "the path of an address has an encoded slash");
    decoded += '/' + step;
  }
  return decoded;
}

}  // namespace

void read_target(std::string_view target, HttpRequest& request) {
  if (target.empty() || target.front() != '/') throw HttpError(400, "the address of a request begins with a slash");
  const size_t mark = target.find('?');
  request.path = decoded_path(target.substr(0, mark));
  if (mark == std::string_view::npos) return;
  for (std::string_view rest = target.substr(mark + 1); !rest.empty();) {
    const std::string_view pair = rest.substr(0, rest.find('&'));
    rest.remove_prefix(std::min(rest.size(), pair.size() + 1));
    if (pair.empty()) continue;
    const size_t equals = pair.find('=');
    request.query[percent_decoded(pair.substr(0, equals), true)] =
        equals == std::string_view::npos ? "" : percent_decoded(pair.substr(equals + 1), true);
  }
}

std::string media_type(std::string_view content_type) {
  return in_lower_case(std::string(trimmed(content_type.substr(0, content_type.find(';')))));
}

std::optional<std::string> parameter_of(std::string_view header, std::string_view name) {
  for (size_t at = header.find(';'); at != std::string_view::npos;) {
    const size_t end_of_name = header.find_first_of("=;", at + 1);
    if (end_of_name == std::string_view::npos) return {};
    const bool wanted = in_lower_case(std::string(trimmed(header.substr(at + 1, end_of_name - at - 1)))) == name;
    at = end_of_name;
    if (header[at] == ';') continue;  // a parameter without a value
    const size_t begin = header.find_first_not_of(" \t", at + 1);
    std::string value;
    if (begin != std::string_view::npos && header[begin] == '"') {
      const size_t end = read_quoted(header, begin, value);
      if (end == std::string_view::npos) return {};
      at = header.find(';', end);
    } else {
      const std::string_view rest = header.substr(at + 1);
      at = header.find(';', at + 1);
      value = trimmed(rest.substr(0, rest.find(';')));
    }
    if (wanted) return value;
  }
  return {};
}

}  // namespace mmim
