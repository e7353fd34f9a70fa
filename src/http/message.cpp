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

}  // namespace

const std::string* HttpRequest::header(std::string_view name) const {
  const auto found = std::find_if(headers.begin(), headers.end(), [&](const auto& h) { return h.first == name; });
  return found == headers.end() ? nullptr : &found->second;
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
      {422, "Unprocessable Content"},
      {429, "Too Many Requests"},
      {431, "Request Header Fields Too Large"},
      {500, "Internal Server Error"},
      {501, "Not Implemented"},
      {503, "Service Unavailable"},
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

void read_target(std::string_view target, HttpRequest& request) {
  if (target.empty() || target.front() != '/') throw HttpError(400, "the address of a request begins with a slash");
  const size_t mark = target.find('?');
  request.path = percent_decoded(target.substr(0, mark));
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

std::string parameter_of(std::string_view header, std::string_view name) {
  for (size_t at = header.find(';'); at != std::string_view::npos;) {
    std::string_view rest = header.substr(at + 1);
    const size_t equals = rest.find('=');
    if (equals == std::string_view::npos) return "";
    const bool wanted = in_lower_case(std::string(trimmed(rest.substr(0, equals)))) == name;
    at += 1 + equals + 1;
    rest = header.substr(at);
    const size_t begin = rest.find_first_not_of(" \t");
    if (begin != std::string_view::npos && rest[begin] == '"') {
      std::string value;
      size_t i = begin + 1;
      for (; i < rest.size() && rest[i] != '"'; ++i) {
        if (rest[i] == '\\' && i + 1 < rest.size()) ++i;
        value += rest[i];
      }
      if (wanted) return value;
      at = header.find(';', at + std::min(i, rest.size()));
    } else {
      const size_t end = rest.find(';');
      if (wanted) return std::string(trimmed(rest.substr(0, end)));
      at = end == std::string_view::npos ? end : at + end;
    }
  }
  return "";
}

}  // namespace mmim
