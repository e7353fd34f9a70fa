#pragma once
#include "core/error.h"
#include "core/json.h"
#include "http/message.h"

namespace mmim {

/// What is wrong with a request, for its sender: a status from 400 on and one sentence without internals.
struct HttpError : Error {
  HttpError(int status, const std::string& sentence, std::vector<std::pair<std::string, std::string>> headers = {})
      : Error(sentence, status < 500 ? 3 : 1), status(status), headers(std::move(headers)) {}
  int status;
  std::vector<std::pair<std::string, std::string>> headers;  ///< that the answer has
};

/// A body of problem details (RFC 9457): {"type": "about:blank", "title", "status", "detail", "request_id"}. An answer
/// of 429 or 503 says when to try again, one of 401 that a key is wanted.
HttpResponse problem(int status, const std::string& detail, const std::string& request_id);
HttpResponse problem(const HttpError& wrong, const std::string& request_id);

HttpResponse json_response(const Json& body, int status = 200);

}  // namespace mmim
