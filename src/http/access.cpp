#include "http/access.h"

#include <boost/asio/ip/address.hpp>
#include <span>

#include "core/letters.h"
#include "core/sha256.h"
#include "http/problem.h"

namespace mmim {

namespace {

struct Authority {
  std::string name, port;  ///< name in lower case without a dot at its end; port "" where none is said
};

/// Reads "Example.org.:8080" and "[::1]:8080"; nothing for what is neither.
std::optional<Authority> authority_of(const std::string& text) {
  const size_t end = text.starts_with('[') ? text.find(']') + 1 : text.find(':');
  if (end == 0) return {};
  std::string name = in_lower_case(text.substr(0, end));
  const std::string rest = end < text.size() ? text.substr(end) : "";
  if (!rest.empty() && (rest[0] != ':' || rest.find_first_not_of("0123456789", 1) != std::string::npos)) return {};
  if (name.starts_with('[')) name = name.substr(1, name.size() - 2);
  if (name.ends_with('.')) name.pop_back();
  if (name.empty()) return {};
  return Authority{name, rest.substr(std::min<size_t>(1, rest.size()))};
}

bool is_loopback(const std::string& name) {
  boost::system::error_code error;
  const auto address = boost::asio::ip::make_address(name, error);
  return name == "localhost" || (!error && address.is_loopback());
}

Authority check_host(const HttpRequest& head, const AccessRules& rules) {
  const std::optional<std::string> host = head.header("host");
  if (!host) throw HttpError(400, "the request has no Host");
  const std::optional<Authority> authority = authority_of(*host);
  if (!authority) throw HttpError(400, "the Host of the request is no name with a port");
  const std::string& name = authority->name;
  if (is_loopback(name) || rules.hosts.contains(name) || rules.hosts.contains("*")) return *authority;
  throw HttpError(403, "this server does not answer under the name of the Host header");
}

void check_origin(const HttpRequest& head, const Authority& host) {
  const std::optional<std::string> origin = head.header("origin");
  if (!origin) return;
  for (const auto& [scheme, port] : {std::pair<std::string, std::string>{"http://", "80"}, {"https://", "443"}}) {
    if (in_lower_case(origin->substr(0, scheme.size())) != scheme) continue;
    const std::optional<Authority> from = authority_of(origin->substr(scheme.size()));
    const auto port_of = [&](const Authority& authority) { return authority.port.empty() ? port : authority.port; };
    if (from && from->name == host.name && port_of(*from) == port_of(host)) return;
  }
  throw HttpError(403, "requests of pages of another site are not answered");
}

/// Compares digests, all of them to the end: neither length nor content of the key shows in the time.
bool is_key(const std::string& given, const std::string& key) {
  const std::string a = sha256(std::as_bytes(std::span(given))), b = sha256(std::as_bytes(std::span(key)));
  unsigned different = 0;
  for (size_t i = 0; i < a.size(); ++i)
    different |= static_cast<unsigned char>(a[i]) ^ static_cast<unsigned char>(b[i]);
  return different == 0;
}

void check_key(const HttpRequest& head, const AccessRules& rules) {
  if (rules.key.empty() || rules.open.contains(head.path)) return;
  std::string given;
  if (const auto header = head.header("x-api-key")) given = *header;
  if (const auto header = head.header("authorization"); header && in_lower_case(header->substr(0, 7)) == "bearer ")
    given = header->substr(7);
  if (!is_key(given, rules.key)) throw HttpError(401, "the request has no key, or another one");
}

}  // namespace

void check_access(const HttpRequest& head, const AccessRules& rules) {
  check_origin(head, check_host(head, rules));
  check_key(head, rules);
}

}  // namespace mmim
