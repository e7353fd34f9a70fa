#pragma once
#include <boost/beast/http/message.hpp>
#include <boost/beast/http/string_body.hpp>

#include <ctime>

#include "http/message.h"

namespace mmim {

/// How an answer goes out.
struct AnswerForm {
  std::string id{};  ///< of the request
  std::time_t time = std::time(nullptr);
  bool head_only = false;  ///< to HEAD: the length of the body, and no body
  bool is_1_0 = false;     ///< to a request of HTTP/1.0
  bool last = false;       ///< the connection ends behind it
};

/// The message of an answer. Fields of framing that `response` has are replaced, and line breaks in fields become
/// question marks, so that no text of a handler ends a field. Throws std::invalid_argument for a status outside 200 to
/// 999 and for the name of a field that is none.
boost::beast::http::response<boost::beast::http::string_body> message_of(HttpResponse response, const AnswerForm& form);

}  // namespace mmim
