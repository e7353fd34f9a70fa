#include "serve/page.h"

#include <map>

#include "core/base64.h"
#include "core/sha256.h"

namespace mmim {

namespace {

/// 'sha256-...' of a Content-Security-Policy.
std::string policy_hash(const std::string& text) {
  const std::string digits = sha256(std::as_bytes(std::span(text)));
  std::vector<std::byte> bytes;
  for (size_t i = 0; i < digits.size(); i += 2) bytes.push_back(std::byte(std::stoi(digits.substr(i, 2), nullptr, 16)));
  return "'sha256-" + to_base64(bytes) + "'";
}

}  // namespace

HttpResponse serve_page() {
  const std::map<std::string, std::string> values{{"style", kServePageStyle}, {"script", kServePageScript}};
  std::string body = kServePageLayout;
  for (const auto& [name, value] : values) {
    const std::string place = "{{" + name + "}}";
    body.replace(body.find(place), place.size(), value);
  }
  return {.status = 200,
          .type = "text/html; charset=utf-8",
          .body = std::move(body),
          .headers = {{"Content-Security-Policy", "default-src 'none'; style-src " + policy_hash(values.at("style")) +
                                                      "; script-src " + policy_hash(values.at("script")) +
                                                      "; connect-src 'self'; img-src data:; base-uri 'none'; "
                                                      "form-action 'none'; frame-ancestors 'none'"},
                      {"Referrer-Policy", "no-referrer"},
                      {"Cache-Control", "no-cache"}}};
}

}  // namespace mmim
