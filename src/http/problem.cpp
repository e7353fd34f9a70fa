#include "http/problem.h"

namespace mmim {

HttpResponse problem(int status, const std::string& detail, const std::string& request_id) {
  const Json body{{"type", "about:blank"},
                  {"title", reason_of(status)},
                  {"status", status},
                  {"detail", detail},
                  {"request_id", request_id}};
  HttpResponse response{.status = status,
                        .type = "application/problem+json",
                        .body = body.dump(-1, ' ', false, Json::error_handler_t::replace)};
  if (status == 429 || status == 503) response.headers.emplace_back("Retry-After", "1");
  if (status == 401) response.headers.emplace_back("WWW-Authenticate", "Bearer");
  return response;
}

HttpResponse problem(const HttpError& wrong, const std::string& request_id) {
  HttpResponse response = problem(wrong.status, wrong.what(), request_id);
  response.headers.insert(response.headers.end(), wrong.headers.begin(), wrong.headers.end());
  return response;
}

HttpResponse json_response(const Json& body, int status) {
  return {.status = status, .body = body.dump(-1, ' ', false, Json::error_handler_t::replace)};
}

}  // namespace mmim
