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

#include <algorithm>
#include <cctype>
#include <cmath>

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

/// In double quotes; JSON's escapes are TOML's, and DEL stands in no text of TOML.
std::string quoted(const std::string& text) {
  std::string all = Json(text).dump(-1, ' ', false, nlohmann::json::error_handler_t::replace);
  for (size_t at = all.find('\x7F'); at != std::string::npos; at = all.find('\x7F', at)) all.replace(at, 1, "\\u007F");
  return all;
}

std::string key_text(const std::string& key) {
  const bool bare = !key.empty() && std::all_of(key.begin(), key.end(), [](unsigned char c) {
    return std::isalnum(c) || c == '_' || c == '-';
  });
  return bare ? key : quoted(key);
}

/// Numbers as people write them, 0.3 and 5e-05: the digits that read back to the same double.
std::string value_text(const Json& value) {
  if (value.is_string()) return quoted(value.get<std::string>());
  if (value.is_number_float() && !std::isfinite(value.get<double>()))
    return std::isnan(value.get<double>()) ? "nan" : value.get<double>() < 0 ? "-inf" : "inf";
  if (!value.is_structured()) return value.dump();
  std::string items;
  for (const auto& [key, item] : value.items()) {
    if (item.is_null()) continue;
    items += (items.empty() ? "" : ", ") + (value.is_object() ? key_text(key) + " = " : "") + value_text(item);
  }
  return value.is_object() ? "{" + items + "}" : "[" + items + "]";
}

/// The lines of a table, then those of tables in it under their names.
std::string table_text(const Json& table, const std::string& name) {
  std::string lines, tables;
  for (const auto& [key, value] : table.items()) {
    if (value.is_object())
      tables += table_text(value, (name.empty() ? "" : name + ".") + key_text(key));
    else if (!value.is_null())
      lines += key_text(key) + " = " + value_text(value) + "\n";
  }
  const bool headed = !name.empty() && (!lines.empty() || tables.empty());
  return (headed ? "\n[" + name + "]\n" : "") + lines + tables;
}

constexpr int kMostZeros = 100;

/// Puts the 0 that TOML wants before a point, as in .3, where the parser has stopped at it.
bool put_zero(std::string& text, const toml::source_position& at) {
  size_t place = 0;
  for (size_t line = 1; line < at.line && place != text.npos; ++line) {
    place = text.find('\n', place);
    if (place != text.npos) ++place;
  }
  if (place == text.npos || at.column == 0) return false;
  place += at.column - 1;
  if (place == 0 || place + 1 >= text.size() || text[place] != '.') return false;
  if (!std::isdigit(static_cast<unsigned char>(text[place + 1]))) return false;
  if (std::string_view(" \t\n=[,+-").find(text[place - 1]) == std::string_view::npos) return false;
  text.insert(place, "0");
  return true;
}

}  // namespace

Json parse_toml(const std::string& given, const std::string& where) {
  std::string text = given;
  for (int zeros = 0;; ++zeros) {
    try {
      return from_toml(toml::parse(text), where);
    } catch (const toml::parse_error& error) {
      const auto at = error.source().begin;
      if (zeros < kMostZeros && put_zero(text, at)) continue;
      throw ConfigError(where + ":" + std::to_string(at.line) + ":" + std::to_string(at.column) + ": " +
                        toml_complaint(std::string(error.description()), text, at.line));
    } catch (const std::logic_error&) {
      throw ConfigError(where + ": not TOML");
    }
  }
}

Json read_toml(const std::filesystem::path& path) {
  try {
    return parse_toml(read_file(path), path.string());
  } catch (const DataError& error) {
    throw ConfigError(error.what());
  }
}

std::string to_toml(const Json& object) { return table_text(object, ""); }

}  // namespace mmim
