#pragma once
#include <set>
#include <string>

#include "http/message.h"

namespace mmim {

/// Who may ask a server.
struct AccessRules {
  std::set<std::string> hosts{};  ///< names, in lower case, under which it is reached beside loopback; "*": any
  std::string key{};              ///< that requests must bring; empty: none
  std::set<std::string> open{};   ///< paths that need no key
};

/// Throws HttpError: 400 without a Host or with one that is no name, 403 for a Host that is neither loopback nor
/// allowed (a name that somebody else's page made lead here) and for an Origin that is not the host itself (a page of
/// another site), 401 without the key, as `Authorization: Bearer KEY` or `X-API-Key: KEY`. The time that a wrong key
/// takes does not tell the key.
void check_access(const HttpRequest& head, const AccessRules& rules);

}  // namespace mmim
