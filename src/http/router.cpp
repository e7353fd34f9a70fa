#include "http/router.h"

#include <algorithm>

#include "http/problem.h"

namespace mmim {

namespace {

std::vector<std::string> steps_of(const std::string& path) {
  std::vector<std::string> steps;
  for (size_t at = 0; at != std::string::npos;) {
    const size_t next = path.find('/', at + 1);
    steps.push_back(path.substr(at + 1, next == std::string::npos ? next : next - at - 1));
    at = next;
  }
  return steps;
}

/// The places of a path; nothing where the pattern does not match.
std::optional<std::map<std::string, std::string>> match(const std::string& pattern, const std::string& path) {
  const std::vector<std::string> wanted = steps_of(pattern), given = steps_of(path);
  if (wanted.size() != given.size()) return {};
  std::map<std::string, std::string> found;
  for (size_t i = 0; i < wanted.size(); ++i) {
    const bool place = wanted[i].starts_with('{');
    if (place && given[i].empty()) return {};
    if (place) found[wanted[i].substr(1, wanted[i].size() - 2)] = given[i];
    if (!place && wanted[i] != given[i]) return {};
  }
  return found;
}

}  // namespace

void Router::add(const std::string& method, const std::string& pattern, Function function, int64_t body) {
  routes_.push_back({method, pattern, std::move(function), body});
}

Router::Found Router::find(const HttpRequest& request) const {
  const std::string method = request.method == "HEAD" ? "GET" : request.method;
  std::string methods;
  for (const Route& route : routes_) {
    auto places = match(route.pattern, request.path);
    if (!places) continue;
    if (route.method == method) return {route, std::move(*places)};
    methods += (methods.empty() ? "" : ", ") + route.method + (route.method == "GET" ? ", HEAD" : "");
  }
  if (methods.empty()) throw HttpError(404, "there is nothing at this address; /openapi.json lists what there is");
  throw HttpError(405, request.method + " is not for this address; it takes " + methods, {{"Allow", methods}});
}

std::vector<std::pair<std::string, std::vector<std::string>>> Router::routes() const {
  std::vector<std::pair<std::string, std::vector<std::string>>> listed;
  for (const Route& route : routes_) {
    const auto same = [&](const auto& entry) { return entry.first == route.pattern; };
    auto found = std::find_if(listed.begin(), listed.end(), same);
    if (found == listed.end()) found = listed.insert(listed.end(), {route.pattern, {}});
    found->second.push_back(route.method);
  }
  return listed;
}

}  // namespace mmim
