#include "core/json.h"

#include <stdexcept>

namespace mmim {
/// The TOML parser asserts on some malformed keys ("[."): a file that is wrong is no reason to abort.
static constexpr void toml_expects(bool condition) {
  if (!condition) throw std::logic_error("the TOML parser gives up");
}
}  // namespace mmim

#define TOML_EXCEPTIONS 1
#define TOML_ASSERT(condition) ::mmim::toml_expects(static_cast<bool>(condition))
#include <toml++/toml.h>

#include <sstream>

#include "core/error.h"
#include "core/files.h"
#include "core/toml_complaint.h"

namespace mmim {

namespace {

constexpr int kDeepest = 100;

}  // namespace

bool nests_deeper(std::string_view text, int depth) {
  int here = 0;
  bool quoted = false;
  for (size_t i = 0; i < text.size(); ++i) {
    if (text[i] == '"') quoted = !quoted;
    if (quoted && text[i] == '\\') ++i;
    if (quoted) continue;
    if (text[i] == '{' || text[i] == '[') ++here;
    if (text[i] == '}' || text[i] == ']') --here;
    if (here > depth) return true;
  }
  return false;
}

Json parse_json(const std::string& text, const std::string& where) {
  if (nests_deeper(text, kDeepest)) throw DataError(where + ": JSON nested more than 100 deep");
  try {
    return Json::parse(text);
  } catch (const nlohmann::json::parse_error& error) {
    throw DataError(where + ": not JSON from byte " + std::to_string(error.byte) + " on");
  } catch (const nlohmann::json::exception& error) {
    throw DataError(where + ": not usable as JSON (" + std::string(error.what()) + ")");
  }
}

Json read_json(const std::filesystem::path& path) { return parse_json(read_file(path), path.string()); }

void write_json(const std::filesystem::path& path, const Json& value) {
  write_file_atomically(path, value.dump(2, ' ', false, nlohmann::json::error_handler_t::replace) + "\n");
}

namespace {

Json from_toml(const toml::node& node, const std::string& where) {
  if (const auto* table = node.as_table()) {
    Json object = Json::object();
    for (const auto& [key, value] : *table) object[std::string(key.str())] = from_toml(value, where);
    return object;
  }
  if (const auto* array = node.as_array()) {
    Json list = Json::array();
    for (const auto& value : *array) list.push_back(from_toml(value, where));
    return list;
  }
  if (const auto* text = node.as_string()) return text->get();
  if (const auto* whole = node.as_integer()) return whole->get();
  if (const auto* real = node.as_floating_point()) return real->get();
  if (const auto* truth = node.as_boolean()) return truth->get();
  throw ConfigError(where + ":" + std::to_string(node.source().begin.line) + ": dates and times have no meaning here");
}

toml::array to_array(const Json& list);

toml::table to_table(const Json& object) {
  toml::table table;
  for (const auto& [key, value] : object.items()) {
    if (value.is_object()) table.insert(key, to_table(value));
    if (value.is_array()) table.insert(key, to_array(value));
    if (value.is_string()) table.insert(key, value.get<std::string>());
    if (value.is_boolean()) table.insert(key, value.get<bool>());
    if (value.is_number_integer()) table.insert(key, value.get<int64_t>());
    if (value.is_number_float()) table.insert(key, value.get<double>());
  }
  return table;
}

toml::array to_array(const Json& list) {
  toml::array array;
  for (const auto& value : list) {
    if (value.is_object()) array.push_back(to_table(value));
    if (value.is_array()) array.push_back(to_array(value));
    if (value.is_string()) array.push_back(value.get<std::string>());
    if (value.is_boolean()) array.push_back(value.get<bool>());
    if (value.is_number_integer()) array.push_back(value.get<int64_t>());
    if (value.is_number_float()) array.push_back(value.get<double>());
  }
  return array;
}

}  // namespace

Json parse_toml(const std::string& text, const std::string& where) {
  try {
    return from_toml(toml::parse(text), where);
  } catch (const toml::parse_error& error) {
    const auto at = error.source().begin;
    throw ConfigError(where + ":" + std::to_string(at.line) + ":" + std::to_string(at.column) + ": " +
                      toml_complaint(std::string(error.description()), text, at.line));
  } catch (const std::logic_error&) {
    throw ConfigError(where + ": not TOML");
  }
}

Json read_toml(const std::filesystem::path& path) {
  try {
    return parse_toml(read_file(path), path.string());
  } catch (const DataError& error) {
    throw ConfigError(error.what());
  }
}

std::string to_toml(const Json& object) {
  std::ostringstream text;
  text << to_table(object) << "\n";
  return text.str();
}

}  // namespace mmim
