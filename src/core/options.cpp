#include "core/options.h"

#include <algorithm>
#include <charconv>
#include <cmath>
#include <cstdio>
#include <set>
#include <sstream>

#include "core/error.h"
#include "core/names.h"
#include "core/option_hints.h"

namespace mmim {

namespace {

std::string number(double value) {
  char text[32];
  std::snprintf(text, sizeof text, "%.10g", value);
  return text;
}

std::string say(const Range& range) {
  const bool low = std::isfinite(range.low), high = std::isfinite(range.high);
  if (low && high) return number(range.low) + " to " + number(range.high);
  if (low) return (range.above ? "above " : "at least ") + number(range.low);
  if (high) return "at most " + number(range.high);
  return "";
}

[[noreturn]] void refuse(const std::string& path, const std::string& wanted, const Json& got) {
  throw ConfigError("option `" + path + "`: " + wanted + " is wanted, not " + got.dump());
}

void check(const std::string& path, const Range& range, double value) {
  const bool low = range.above ? value > range.low : value >= range.low;
  if (!(low && value <= range.high))
    throw ConfigError("option `" + path + "`: " + number(value) + " is out of range (" + say(range) + ")");
}

template <class T>
T whole(const std::string& path, const Range& range, const Json& json) {
  if (json.is_number_float() && json.get<double>() == std::floor(json.get<double>()) &&
      std::abs(json.get<double>()) < 9e15)
    return whole<T>(path, range, Json(static_cast<int64_t>(json.get<double>())));
  if (!json.is_number_integer()) refuse(path, "a whole number", json);
  const auto value = json.get<int64_t>();
  check(path, range, static_cast<double>(value));
  if (value < std::numeric_limits<T>::min() || value > std::numeric_limits<T>::max())
    refuse(path, "a smaller number", json);
  return static_cast<T>(value);
}

}  // namespace

void Options::push(const std::string& name, std::string type, Doc doc, std::vector<std::string> choices,
                   std::function<Json()> get, std::function<void(const Json&)> set) {
  const Json standard = get();
  fields_.push_back({prefix_ + name, std::move(type), std::move(doc.meaning), say(doc.range), std::move(doc.source),
                     doc.effect, std::move(choices), standard, std::move(doc.earlier), std::move(get), std::move(set)});
}

void Options::refuse_choice(const std::string& path, const Json& value, const std::vector<std::string>& words) {
  std::string text = "option `" + path + "`: " + value.dump() + " is none of ";
  for (size_t i = 0; i < words.size(); ++i) text += (i ? ", " : "") + words[i];
  throw ConfigError(text + (value.is_string() ? did_you_mean(value.get<std::string>(), words) : ""));
}

void Options::add(const std::string& name, bool& value, Doc doc) {
  push(
      name, "true or false", std::move(doc), {}, [&value] { return Json(value); },
      [&value, path = prefix_ + name](const Json& json) {
        if (!json.is_boolean()) refuse(path, "true or false", json);
        value = json.get<bool>();
      });
}

void Options::add(const std::string& name, int& value, Doc doc) {
  const Range range = doc.range;
  push(
      name, "whole number", std::move(doc), {}, [&value] { return Json(value); },
      [&value, range, path = prefix_ + name](const Json& json) { value = whole<int>(path, range, json); });
}

void Options::add(const std::string& name, int64_t& value, Doc doc) {
  const Range range = doc.range;
  push(
      name, "whole number", std::move(doc), {}, [&value] { return Json(value); },
      [&value, range, path = prefix_ + name](const Json& json) { value = whole<int64_t>(path, range, json); });
}

void Options::add(const std::string& name, double& value, Doc doc) {
  const Range range = doc.range;
  push(
      name, "number", std::move(doc), {}, [&value] { return Json(value); },
      [&value, range, path = prefix_ + name](const Json& json) {
        if (!json.is_number()) refuse(path, "a number", json);
        check(path, range, json.get<double>());
        value = json.get<double>();
      });
}

void Options::add(const std::string& name, std::string& value, Doc doc) {
  push(
      name, "text", std::move(doc), {}, [&value] { return Json(value); },
      [&value, path = prefix_ + name](const Json& json) {
        if (!json.is_string()) refuse(path, "text", json);
        value = json.get<std::string>();
      });
}

void Options::add(const std::string& name, std::vector<double>& value, Doc doc) {
  const Range range = doc.range;
  push(
      name, "list of numbers", std::move(doc), {}, [&value] { return Json(value); },
      [&value, range, path = prefix_ + name](const Json& json) {
        if (!json.is_array()) refuse(path, "a list of numbers", json);
        std::vector<double> numbers;
        for (const Json& item : json) {
          if (!item.is_number()) refuse(path, "a list of numbers", json);
          check(path, range, item.get<double>());
          numbers.push_back(item.get<double>());
        }
        value = numbers;
      });
}

void Options::add(const std::string& name, std::vector<std::string>& value, Doc doc,
                  const std::vector<std::string>& choices) {
  auto set = [&value, choices, path = prefix_ + name](const Json& json) {
    if (!json.is_array()) refuse(path, "a list of words", json);
    std::vector<std::string> words;
    for (const Json& item : json) {
      if (!item.is_string()) refuse(path, "a list of words", json);
      const auto word = item.get<std::string>();
      if (!choices.empty() && std::find(choices.begin(), choices.end(), word) == choices.end())
        refuse_choice(path, item, choices);
      if (std::find(words.begin(), words.end(), word) != words.end())
        throw ConfigError("option `" + path + "`: " + item.dump() + " stands twice");
      words.push_back(word);
    }
    value = words;
  };
  push(
      name, "list of words", std::move(doc), choices, [&value] { return Json(value); }, set);
}

const Options::Field& Options::find(const std::string& path) const {
  std::vector<std::string> known;
  for (const Field& field : fields_) {
    if (field.path == path) return field;
    known.push_back(field.path);
  }
  for (const Field& field : fields_)
    if (field.path.starts_with(path + "."))
      throw ConfigError("option `" + path + "` is a section; name a field of it, such as `" + field.path + "`");
  throw ConfigError("unknown option `" + path + "`" + option_hint(path, known));
}

namespace {

/// What a person typed: TOML, a number without its leading zero, or words with commas between.
Json read_text(const std::string& type, const std::string& text) {
  if (type == "text" || type == "choice") return text;
  try {
    return parse_toml("value = " + text, "value").at("value");
  } catch (const ConfigError&) {
  }
  double value = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
  if (error == std::errc() && end == text.data() + text.size()) return value;
  if (type != "list of words") return text;
  Json words = Json::array();
  std::istringstream parts(text);
  for (std::string word; std::getline(parts, word, ',');) words.push_back(word);
  return words;
}

}  // namespace

void Options::set_text(const std::string& assignment) const {
  const size_t equals = assignment.find('=');
  if (equals == std::string::npos || equals == 0)
    throw ConfigError("`" + assignment + "` is not of the form option=value");
  const std::string path = assignment.substr(0, equals), text = assignment.substr(equals + 1);
  const Field& field = find(path);
  field.set(read_text(field.type, text));
}

void Options::merge(const Json& tree, const std::string& where) const {
  std::set<std::string> leaves;
  for (const Field& field : fields_) leaves.insert(field.path);
  const std::function<void(const Json&, const std::string&)> walk = [&](const Json& node, const std::string& path) {
    if (node.is_object() && !leaves.contains(path)) {
      for (const auto& [key, value] : node.items()) walk(value, path.empty() ? key : path + "." + key);
      return;
    }
    try {
      set(path, node);
    } catch (const ConfigError& error) {
      throw ConfigError(where + ": " + error.what());
    }
  };
  walk(tree, "");
}

namespace {

/// Whether a tree of tables has a value at "a.b.c".
bool has_path(const Json& tree, const std::string& path) {
  const size_t dot = path.find('.');
  if (!tree.is_object() || !tree.contains(path.substr(0, dot))) return false;
  return dot == std::string::npos || has_path(tree.at(path.substr(0, dot)), path.substr(dot + 1));
}

}  // namespace

Json Options::to_json() const {
  return tree_of([](const Field&) { return true; });
}

Json Options::numbers() const {
  return tree_of([](const Field& field) {
    const bool as_before = !field.earlier.is_null() && field.get() == field.earlier;
    return field.effect == Effect::numbers && !as_before;
  });
}

void Options::fill_earlier(const Json& listing) const {
  for (const Field& field : fields_)
    if (!field.earlier.is_null() && !has_path(listing, field.path)) field.set(field.earlier);
}

Json Options::tree_of(const std::function<bool(const Field&)>& wanted) const {
  Json tree = Json::object();
  for (const Field& field : fields_) {
    if (!wanted(field)) continue;
    Json* node = &tree;
    size_t from = 0;
    for (size_t dot = field.path.find('.'); dot != std::string::npos; dot = field.path.find('.', from)) {
      node = &(*node)[field.path.substr(from, dot - from)];
      from = dot + 1;
    }
    (*node)[field.path.substr(from)] = field.get();
  }
  return tree;
}

}  // namespace mmim
