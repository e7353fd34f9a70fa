#pragma once
#include <boost/beast/http/parser.hpp>

#include "http/message.h"

namespace mmim {

using RequestParser = boost::beast::http::request_parser<StoredBody>;

/// The request of a head that a parser has read whole, without its body. Throws HttpError for a head that two programs
/// may read differently (RFC 9112, 3.2 and 6): 400 for no Host in HTTP/1.1, for a field that stands twice and may not,
/// and for Transfer-Encoding in HTTP/1.0, beside Content-Length or without `chunked` at its end; 501 for another
/// coding; 417 for another expectation than 100-continue; 411 for a POST, PUT or PATCH without a length.
HttpRequest request_of(const RequestParser& parser);

/// Whether the client waits for a word before it sends the body.
bool awaits_continue(const RequestParser& parser);

/// The id that a client gave, where it is short and plain, as it comes to stand in logs and headers; else a new one.
std::string request_id(const std::string& given);

}  // namespace mmim
