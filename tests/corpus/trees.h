#pragma once
#include <memory>
#include <string>
#include <utility>
#include <vector>

#include "corpus/layouts/columns.h"
#include "formats/value.h"

namespace mmim {

/// Content of pickles, built by hand.
inline Value list_of(std::vector<Value> items, bool is_tuple = false) {
  return {std::make_shared<const List>(List{std::move(items), is_tuple})};
}
inline Value tuple_of(std::vector<Value> items) { return list_of(std::move(items), true); }
inline Value text(const std::string& text) { return {text}; }
inline Value numbers(std::vector<float> values, std::vector<int64_t> shape) {
  return {std::make_shared<const Array>(make_array(values, std::move(shape)))};
}
inline Value objects_of(std::vector<Value> items, std::vector<int64_t> shape) {
  return {std::make_shared<const ObjectArray>(ObjectArray{std::move(shape), std::move(items)})};
}
inline Value objects_of(std::vector<Value> items) {
  const auto count = static_cast<int64_t>(items.size());
  return objects_of(std::move(items), {count});
}
inline Value dictionary_of(std::vector<std::pair<std::string, Value>> items) {
  auto dictionary = std::make_shared<Dict>();
  for (auto& [key, value] : items) dictionary->items.emplace_back(Value{key}, std::move(value));
  return {std::shared_ptr<const Dict>(std::move(dictionary))};
}
/// The dictionary with one entry replaced or added.
inline Value with(const Value& dictionary, const std::string& key, const Value& value) {
  auto changed = std::make_shared<Dict>(*dictionary.dict());
  std::erase_if(changed->items, [&](const auto& item) { return *item.first.text() == key; });
  changed->items.emplace_back(Value{key}, value);
  return {std::shared_ptr<const Dict>(std::move(changed))};
}
inline Value without(const Value& dictionary, const std::string& key) {
  auto changed = std::make_shared<Dict>(*dictionary.dict());
  std::erase_if(changed->items, [&](const auto& item) { return *item.first.text() == key; });
  return {std::shared_ptr<const Dict>(std::move(changed))};
}

/// A pickle of protocol 0; arrays become nested lists.
inline std::string pickled(const Value& value) {
  double number = 0;
  std::string bytes;
  if (const std::string* text = value.text()) return "V" + *text + "\n";
  if (const Dict* dictionary = value.dict()) {
    for (const auto& [key, item] : dictionary->items) bytes += pickled(key) + pickled(item) + "s";
    return "(d" + bytes;
  }
  if (size_of(value) < 0) return value.number(number) ? "F" + std::to_string(number) + "\n" : "N";
  for (int64_t i = 0; i < size_of(value); ++i) bytes += pickled(item_of(value, i)) + "a";
  return "(l" + bytes;
}

}  // namespace mmim
