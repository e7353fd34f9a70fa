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
  /// `pattern`: "/v2/models/{model}/infer"; a place in braces is one step of the path.
  void add(const std::string& method, const std::string& pattern, Function function);
  /// The function for a request; HEAD is answered as GET is. Throws HttpError 404, or 405 with the methods there are.
  const Function& find(const HttpRequest& request, std::map<std::string, std::string>& places) const;
  /// The patterns, each with its methods, in the order in which they were added.
  std::vector<std::pair<std::string, std::vector<std::string>>> routes() const;

 private:
  struct Route {
    std::string method, pattern;
    Function function;
  };
  std::vector<Route> routes_;
};

}  // namespace mmim
