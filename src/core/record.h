#pragma once
#include <map>
#include <optional>
#include <string>
#include <type_traits>
#include <vector>

#include "core/error.h"
#include "core/numbers.h"

namespace mmim {

/// Numbers by name; those that are not finite are null in JSON.
using Numbers = std::map<std::string, double>;

template <class T>
concept MapField = !std::is_same_v<T, Json> && requires { typename T::mapped_type; };
template <class T>
concept ListField =
    !std::is_same_v<T, Json> && !std::is_same_v<T, std::string> && requires(T& list) { list.emplace_back(); };

template <class T>
concept OptionalField = std::is_same_v<T, std::optional<typename T::value_type>>;

template <class T>
Json field_to_json(const T& value);
template <class T>
void field_from_json(const Json& json, T& value);

/// A record names each field once, for both directions of JSON, in a static function template
/// `each_field(self, visit)` that calls visit("key", self.field). Fields are numbers, words, JSON, records, lists
/// and maps of these, and optional ones, which are null where there is none.
template <class T>
concept Record = requires(T& record) { T::each_field(record, [](const char*, auto&) {}); };

template <Record T>
void write_fields(const T& record, Json& json) {
  T::each_field(record, [&](const char* key, const auto& value) { json[key] = field_to_json(value); });
}

/// Throws nlohmann::json::exception, or DataError naming the key that is missing or of another type.
template <Record T>
void read_fields(const Json& json, T& record) {
  T::each_field(record, [&](const char* key, auto& value) {
    try {
      field_from_json(json.at(key), value);
    } catch (const nlohmann::json::exception& error) {
      throw DataError("`" + std::string(key) + "` is missing or damaged (" + error.what() + ")");
    }
  });
}

/// The record in `json`. DataError "WHERE: is no WHAT: `key` is missing or damaged".
template <Record T>
T read_record(const Json& json, const std::string& where, const std::string& what) {
  T record;
  try {
    if (!json.is_object()) throw DataError("an object is wanted");
    read_fields(json, record);
  } catch (const DataError& error) {
    throw DataError(where + ": is not " + what + ": " + error.what());
  }
  return record;
}

template <class T>
Json field_to_json(const T& value) {
  if constexpr (std::is_same_v<T, double>) {
    return number_to_json(value);
  } else if constexpr (OptionalField<T>) {
    return value ? field_to_json(*value) : Json();
  } else if constexpr (Record<T>) {
    Json json = Json::object();
    write_fields(value, json);
    return json;
  } else if constexpr (MapField<T>) {
    Json json = Json::object();
    for (const auto& [key, one] : value) json[key] = field_to_json(one);
    return json;
  } else if constexpr (ListField<T>) {
    Json json = Json::array();
    for (const auto& one : value) json.push_back(field_to_json(one));
    return json;
  } else {
    return value;
  }
}

template <class T>
void field_from_json(const Json& json, T& value) {
  if constexpr (std::is_same_v<T, double>) {
    value = number_from_json(json);
  } else if constexpr (OptionalField<T>) {
    value.reset();
    if (!json.is_null()) field_from_json(json, value.emplace());
  } else if constexpr (Record<T>) {
    read_fields(json, value);
  } else if constexpr (MapField<T>) {
    value.clear();
    for (const auto& [key, one] : json.get_ref<const Json::object_t&>()) field_from_json(one, value[key]);
  } else if constexpr (ListField<T>) {
    value.clear();
    for (const Json& one : json.get_ref<const Json::array_t&>()) field_from_json(one, value.emplace_back());
  } else {
    json.get_to(value);
  }
}

}  // namespace mmim
