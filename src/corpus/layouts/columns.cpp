#include "corpus/layouts/columns.h"

#include <charconv>
#include <cmath>
#include <cstdio>
#include <limits>
#include <stdexcept>

#include "core/error.h"
#include "core/files.h"

namespace mmim {

const Value& unwrapped(const Value& value) {
  const ObjectArray* objects = value.objects();
  return objects && objects->shape.empty() && objects->items.size() == 1 ? unwrapped(objects->items[0]) : value;
}

namespace {

int64_t elements_of(const std::vector<int64_t>& shape) {
  int64_t product = 1;
  for (size_t i = 1; i < shape.size(); ++i) product *= shape[i];
  return product;
}

std::optional<double> number_in(std::string_view text) {
  while (!text.empty() && (text.front() == ' ' || text.front() == '+')) text.remove_prefix(1);
  while (!text.empty() && text.back() == ' ') text.remove_suffix(1);
  double number = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), number);
  if (text.empty() || error != std::errc() || end != text.data() + text.size()) return {};
  return number;
}

std::optional<double> scalar(const Value& value) {
  if (value.is_none()) return std::numeric_limits<double>::quiet_NaN();
  if (const std::string* text = value.text()) return number_in(*text);
  double number = 0;
  const bool array = value.array() && !value.array()->shape.empty();
  return !array && value.number(number) ? std::optional(number) : std::nullopt;
}

/// Numbers of nested columns with the shape they have in common.
struct Gathered {
  std::vector<int64_t> shape;
  bool complete = false;  // a number was met, so that the shape has all its dimensions
  std::vector<double> values;

  bool enter(size_t depth, int64_t extent) {
    if (depth < shape.size()) return shape[depth] == extent;
    if (complete) return false;
    shape.push_back(extent);
    return true;
  }
  bool add(const Value& wrapped, size_t depth) {
    const Value& value = unwrapped(wrapped);
    if (const Array* array = value.array()) {
      for (const int64_t extent : array->shape)
        if (!enter(depth++, extent)) return false;
      complete = true;
      for (int64_t i = 0; i < array->count(); ++i) values.push_back(array->at(i));
      return depth == shape.size();
    }
    if (const auto number = scalar(value)) {
      complete = true;
      values.push_back(*number);
      return depth == shape.size();
    }
    const int64_t size = size_of(value);
    if (size < 0 || !enter(depth, size)) return false;
    for (int64_t i = 0; i < size; ++i)
      if (!add(item_of(value, i), depth + 1)) return false;
    return true;
  }
};

}  // namespace

int64_t size_of(const Value& wrapped) {
  const Value& value = unwrapped(wrapped);
  if (const List* list = value.list()) return static_cast<int64_t>(list->items.size());
  if (const Array* array = value.array()) return array->shape.empty() ? -1 : array->shape[0];
  if (const ObjectArray* objects = value.objects()) return objects->shape.empty() ? -1 : objects->shape[0];
  return -1;
}

Value item_of(const Value& wrapped, int64_t index) {
  const Value& value = unwrapped(wrapped);
  const auto at = static_cast<size_t>(index);
  if (const List* list = value.list()) return list->items.at(at);
  if (const Array* array = value.array()) {
    const auto bytes = static_cast<size_t>(elements_of(array->shape)) * size_of(array->type);
    const std::vector<int64_t> shape(array->shape.begin() + 1, array->shape.end());
    return {std::make_shared<const Array>(
        Array{array->type, shape, array->bytes.subspan(at * bytes, bytes), array->owner})};
  }
  if (!value.objects()) throw std::out_of_range("an item of what is no column");
  const ObjectArray& objects = *value.objects();
  if (objects.shape.size() == 1) return objects.items.at(at);
  const auto count = elements_of(objects.shape);
  const auto first = objects.items.begin() + index * count;
  return {std::make_shared<const ObjectArray>(
      ObjectArray{{objects.shape.begin() + 1, objects.shape.end()}, {first, first + count}})};
}

bool is_missing(const Value& wrapped) {
  const Value& value = unwrapped(wrapped);
  double number = 0;
  return value.is_none() || (size_of(value) < 0 && value.number(number) && std::isnan(number));
}

namespace {

bool has_no_elements(const Value& value) {
  if (unwrapped(value).is_none()) return true;
  if (const Array* array = value.array()) return array->count() == 0;
  const int64_t size = size_of(value);
  for (int64_t i = 0; i < size; ++i)
    if (!has_no_elements(item_of(value, i))) return false;
  return size >= 0;
}

}  // namespace

bool is_empty(const Value& value) {
  if (is_missing(value) || has_no_elements(value)) return true;
  if (value.array()) return false;
  const int64_t size = size_of(value);
  for (int64_t i = 0; i < size; ++i)
    if (const Value item = item_of(value, i); !is_missing(item) && !has_no_elements(item)) return false;
  return size >= 0;
}

std::optional<double> number_of(const Value& wrapped) {
  const Value& value = unwrapped(wrapped);
  if (const auto number = scalar(value)) return number;
  return size_of(value) == 1 ? number_of(item_of(value, 0)) : std::nullopt;
}

std::optional<Array> numbers_of(const Value& wrapped) {
  const Value& value = unwrapped(wrapped);
  if (const Array* array = value.array()) return *array;
  Gathered gathered;
  if (!gathered.add(value, 0)) return {};
  return make_array(gathered.values, gathered.shape);
}

std::optional<std::string> scalar_text(const Value& wrapped) {
  const Value& value = unwrapped(wrapped);
  if (const std::string* text = value.text()) return *text;
  if (is_missing(value)) return "";
  double number = 0;
  if (const auto* whole = std::get_if<int64_t>(&value.data)) return std::to_string(*whole);
  if (const Array* array = value.array(); array && array->shape.empty() && array->type == Type::i64)
    return std::to_string(array->to_integers()[0]);
  if (size_of(value) >= 0 || std::holds_alternative<bool>(value.data) || !value.number(number)) return {};
  char text[32];
  std::snprintf(text, sizeof text, std::trunc(number) == number ? "%.0f" : "%.15g", number);
  return text;
}

StreamRows rows_of(const Value& value, int64_t width, const std::string& where) {
  if (is_missing(value) || has_no_elements(value)) return {};
  const auto numbers = numbers_of(value);
  if (!numbers) throw DataError(where + ": is " + value.say() + ", rows of numbers were expected");
  if (numbers->shape.size() != 2 || numbers->shape[1] != width)
    throw DataError(where + ": is " + value.say() + ", an array (rows, " + std::to_string(width) + ") was expected");
  StreamRows rows{numbers->to_floats(), numbers->shape[0], -1};
  give_back(numbers->bytes);
  return rows;
}

RowShape row_shape(const Value& value) {
  if (is_missing(value) || has_no_elements(value)) return {};
  const int64_t rows = size_of(value);
  if (rows <= 0) return {};
  return {rows, size_of(item_of(value, 0))};
}

}  // namespace mmim
