#pragma once
#include <functional>

#include "http/server.h"

namespace mmim {

/// A request on its way to an answer.
struct HttpCall {
  HttpRequest request;
  std::map<std::string, std::string> places{};  ///< of a path "/models/{m}": {"m": ...}
  HttpAnswer answer;
};

/// Which function answers which method and path.
class Router {
 public:
  using Function = std::function<void(HttpCall)>;
  struct Route {
    std::string method, pattern;
    Function function;
    int64_t body = 0;  ///< bytes that its requests may have at most
  };
  struct Found {
    const Route& route;
    std::map<std::string, std::string> places;
  };
  /// `pattern`: "/v2/models/{model}/infer"; a place in braces is one step of the path that is not empty. Of two
  /// patterns that match, the first added is taken.
  void add(const std::string& method, const std::string& pattern, Function function, int64_t body = 0);
  /// The route of a request; HEAD is answered as GET is. Throws HttpError 404, or 405 with the methods there are.
  Found find(const HttpRequest& request) const;
  /// The patterns, each with its methods, in the order in which they were added.
  std::vector<std::pair<std::string, std::vector<std::string>>> routes() const;

 private:
  std::vector<Route> routes_;
};

}  // namespace mmim
