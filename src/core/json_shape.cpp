#include "core/json_shape.h"

#include "core/error.h"

namespace mmim {

namespace {

void check_part(const Json& json, const Json& pattern, const std::string& where, const std::string& path);

[[noreturn]] void refuse(const std::string& where, const std::string& path, const std::string& what) {
  throw DataError(where + ": " + (path.empty() ? "it" : "`" + path + "`") + " is " + what);
}

std::string joined(const std::string& path, const std::string& key) { return path.empty() ? key : path + "." + key; }

void check_object(const Json& json, const Json& pattern, const std::string& where, const std::string& path) {
  if (!json.is_object()) refuse(where, path, "no JSON object");
  for (const auto& [key, expected] : pattern.items()) {
    if (key == "*") {
      for (const auto& [any, value] : json.items()) check_part(value, expected, where, joined(path, any));
      continue;
    }
    const auto found = json.find(key);
    if (found == json.end()) refuse(where, joined(path, key), "missing");
    check_part(*found, expected, where, joined(path, key));
  }
}

void check_list(const Json& json, const Json& pattern, const std::string& where, const std::string& path) {
  if (!json.is_array()) refuse(where, path, "no list");
  if (pattern.size() > 1 && json.size() != pattern.size())
    refuse(where, path, "no list of " + std::to_string(pattern.size()));
  for (size_t i = 0; i < json.size() && !pattern.empty(); ++i)
    check_part(json[i], pattern[i % pattern.size()], where, path + "[" + std::to_string(i) + "]");
}

void check_part(const Json& json, const Json& pattern, const std::string& where, const std::string& path) {
  if (pattern.is_object()) return check_object(json, pattern, where, path);
  if (pattern.is_array()) return check_list(json, pattern, where, path);
  if (pattern.is_string() && !json.is_string()) refuse(where, path, "no text");
  if (pattern.is_number() && !json.is_number() && !json.is_null()) refuse(where, path, "no number");
}

}  // namespace

void check_shape(const Json& json, const Json& pattern, const std::string& where) {
  check_part(json, pattern, where, "");
}

}  // namespace mmim
