#include "http/framing.h"

#include <algorithm>
#include <random>

#include "core/letters.h"
#include "http/problem.h"

namespace mmim {

namespace {

constexpr size_t kLongestId = 128;

/// Fields of which another program may take the last where this one takes the first.
constexpr std::string_view kSingle[] = {"authorization", "content-length", "content-type", "expect",           "host",
                                        "origin",        "x-api-key",      "x-request-id", "transfer-encoding"};

void check_singles(const HttpRequest& request) {
  for (const std::string_view name : kSingle)
    if (std::count_if(request.headers.begin(), request.headers.end(), [&](const auto& h) { return h.first == name; }) >
        1)
      throw HttpError(400, "the request has more than one header " + std::string(name));
}

void check_coding(const HttpRequest& request, bool is_1_0) {
  const std::optional<std::string> field = request.header("transfer-encoding");
  if (!field) return;
  if (is_1_0) throw HttpError(400, "HTTP/1.0 has no Transfer-Encoding");
  if (request.header("content-length")) throw HttpError(400, "the request has Transfer-Encoding and Content-Length");
  const std::string coding = in_lower_case(*field);
  if (coding == "chunked") return;
  if (!coding.ends_with("chunked")) throw HttpError(400, "the last Transfer-Encoding is not chunked");
  throw HttpError(501, "chunked is the only Transfer-Encoding that this server reads");
}

void check_length(const HttpRequest& request) {
  const bool takes_body = request.method == "POST" || request.method == "PUT" || request.method == "PATCH";
  if (takes_body && !request.header("transfer-encoding") && !request.header("content-length"))
    throw HttpError(411, "the request has neither Content-Length nor chunks");
}

void check_expectation(const HttpRequest& request) {
  const std::optional<std::string> field = request.header("expect");
  if (field && in_lower_case(*field) != "100-continue")
    throw HttpError(417, "100-continue is the only expectation that this server meets");
}

}  // namespace

HttpRequest request_of(const RequestParser& parser) {
  const auto& message = parser.get();
  const bool is_1_0 = message.version() == 10;
  HttpRequest request{.method = std::string(message.method_string())};
  for (const auto& field : message)
    request.headers.emplace_back(in_lower_case(std::string(field.name_string())), std::string(field.value()));
  check_singles(request);
  if (!is_1_0 && !request.header("host")) throw HttpError(400, "the request has no Host");
  check_coding(request, is_1_0);
  read_target({message.target().data(), message.target().size()}, request);
  check_length(request);
  check_expectation(request);
  return request;
}

bool awaits_continue(const RequestParser& parser) {
  return parser.get().version() == 11 && parser.get().count(boost::beast::http::field::expect) > 0;
}

std::string request_id(const std::string& given) {
  const auto plain = [](char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '-' || c == '_' ||
           c == '.';
  };
  if (!given.empty() && given.size() <= kLongestId && std::all_of(given.begin(), given.end(), plain)) return given;
  static thread_local std::mt19937_64 generator{std::random_device{}()};
  char text[17];
  std::snprintf(text, sizeof text, "%016llx", static_cast<unsigned long long>(generator()));
  return text;
}

}  // namespace mmim
