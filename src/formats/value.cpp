#include "formats/value.h"

#include "formats/unicode.h"

namespace mmim {

namespace {

template <class T>
const T* held(const Value& value) {
  const auto* pointer = std::get_if<std::shared_ptr<const T>>(&value.data);
  return pointer ? pointer->get() : nullptr;
}

std::string count_of(size_t count, const char* what) { return std::to_string(count) + " " + what; }

}  // namespace

const List* Value::list() const { return held<List>(*this); }
const Dict* Value::dict() const { return held<Dict>(*this); }
const Array* Value::array() const { return held<Array>(*this); }
const ObjectArray* Value::objects() const { return held<ObjectArray>(*this); }

const Opaque* Value::opaque() const { return held<Opaque>(*this); }

const std::string* Value::bytes() const {
  const auto* raw = held<Bytes>(*this);
  return raw ? &raw->data : nullptr;
}

const std::string* Value::text() const {
  if (const std::string* raw = bytes()) return not_utf8_from(*raw) == raw->npos ? raw : nullptr;
  return std::get_if<std::string>(&data);
}

bool Value::number(double& out) const {
  if (const auto* truth = std::get_if<bool>(&data)) return out = *truth, true;
  if (const auto* whole = std::get_if<int64_t>(&data)) return out = static_cast<double>(*whole), true;
  if (const auto* real = std::get_if<double>(&data)) return out = *real, true;
  if (const Array* numbers = array(); numbers && numbers->count() == 1) return out = numbers->at(0), true;
  return false;
}

const Value* Value::find(const std::string& key) const {
  const Dict* entries = dict();
  if (!entries) return nullptr;
  for (const auto& [name, value] : entries->items)
    if (const std::string* text = name.text(); text && *text == key) return &value;
  return nullptr;
}

std::vector<std::string> Value::keys() const {
  std::vector<std::string> names;
  if (const Dict* entries = dict())
    for (const auto& [name, value] : entries->items)
      if (const std::string* text = name.text()) names.push_back(*text);
  return names;
}

std::string Value::say() const {
  if (is_none()) return "None";
  if (std::holds_alternative<bool>(data)) return "a truth value";
  if (std::holds_alternative<int64_t>(data)) return "a whole number";
  if (std::holds_alternative<double>(data)) return "a number";
  if (std::holds_alternative<std::string>(data)) return "text";
  if (const std::string* raw = bytes())
    return count_of(raw->size(), "bytes") +
           (text()
                ? ""
                : " that are no UTF-8 (in Python, value.decode(\"latin-1\") or the encoding they have decodes them)");
  if (const Opaque* object = opaque()) return object->what + " (" + object->way_on + ")";
  if (const List* items = list())
    return (items->is_tuple ? "a tuple of " : "a list of ") + std::to_string(items->items.size());
  if (const Dict* entries = dict()) return "a dictionary of " + count_of(entries->items.size(), "entries");
  if (const Array* numbers = array()) return "a " + word(numbers->type) + " array " + say_shape(numbers->shape);
  return "an array of objects " + say_shape(objects()->shape);
}

}  // namespace mmim
