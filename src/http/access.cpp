#include "http/access.h"

#include <span>

#include "core/letters.h"
#include "core/sha256.h"
#include "http/problem.h"

namespace mmim {

namespace {

/// "example.org" of "Example.org:8080", "::1" of "[::1]:8080".
std::string name_of(const std::string& host) {
  if (host.starts_with('[')) return in_lower_case(host.substr(1, host.find(']') - 1));
  return in_lower_case(host.substr(0, host.rfind(':')));
}

bool is_loopback(const std::string& name) {
  if (name == "localhost" || name == "::1") return true;
  const bool digits = name.find_first_not_of("0123456789.") == std::string::npos;
  return digits && name.starts_with("127.");
}

void check_host(const HttpRequest& head, const AccessRules& rules) {
  const std::string* host = head.header("host");
  if (!host || host->empty()) throw HttpError(400, "the request has no Host");
  const std::string name = name_of(*host);
  if (is_loopback(name) || rules.hosts.contains(name) || rules.hosts.contains("*")) return;
  throw HttpError(403, "this server does not answer under the name of the Host header");
}

void check_origin(const HttpRequest& head) {
  const std::string* origin = head.header("origin");
  if (!origin) return;
  const std::string host = in_lower_case(*head.header("host")), from = in_lower_case(*origin);
  if (from == "http://" + host || from == "https://" + host) return;
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
  if (const std::string* header = head.header("x-api-key")) given = *header;
  if (const std::string* header = head.header("authorization");
      header && in_lower_case(header->substr(0, 7)) == "bearer ")
    given = header->substr(7);
  if (!is_key(given, rules.key)) throw HttpError(401, "the request has no key, or another one");
}

}  // namespace

void check_access(const HttpRequest& head, const AccessRules& rules) {
  check_host(head, rules);
  check_origin(head);
  check_key(head, rules);
}

}  // namespace mmim
