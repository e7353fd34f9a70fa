#pragma once
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "http/body.h"

namespace mmim {

/// A request as a server read it.
struct HttpRequest {
  std::string method{};                                        ///< as it was sent; methods are in capitals
  std::string path{};                                          ///< percent-decoded, without the query
  std::map<std::string, std::string> query{};                  ///< percent-decoded; of two of one name the last
  std::vector<std::pair<std::string, std::string>> headers{};  ///< names in lower case, in order
  HttpBody body{};
  std::string client{};  ///< address of the peer
  std::string id{};      ///< X-Request-Id of the client, or made up

  /// The first header of a name in lower case; nothing without one.
  std::optional<std::string> header(std::string_view name) const;
};

struct HttpResponse {
  int status = 200;
  std::string type = "application/json";
  std::string body{};
  std::vector<std::pair<std::string, std::string>> headers{};
};

/// The phrase of RFC 9110 for a status that this program uses; "Error" for another.
std::string_view reason_of(int status);

/// `text` without its percent signs; `plus`: a plus sign is a space, as in a query. Throws HttpError 400 for a percent
/// sign without two hexadecimal digits and for control characters.
std::string percent_decoded(std::string_view text, bool plus = false);

/// Splits a request target "/a%20b?c=d" into path and query. Throws HttpError 400 for what begins with no slash, and
/// for steps of the path that are "." or ".." or hold a slash once decoded: other programs read such paths differently.
void read_target(std::string_view target, HttpRequest& request);

/// "application/json" of "Application/JSON; charset=utf-8"; "" of nothing.
std::string media_type(std::string_view content_type);
/// The value of a parameter of a header, without quotes: "utf-8" of charset above; nothing when it is not there or its
/// quotes do not end. A backslash escapes a quote or a backslash alone, since browsers send others as they are.
std::optional<std::string> parameter_of(std::string_view header, std::string_view name);

}  // namespace mmim
