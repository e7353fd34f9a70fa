#pragma once
#include <cstdint>
#include <memory>
#include <string>
#include <utility>
#include <variant>
#include <vector>

#include "formats/array.h"

namespace mmim {

struct Value;

struct Bytes {
  std::string data;
};
struct List {
  std::vector<Value> items;
  bool is_tuple = false;
};
struct Dict {
  std::vector<std::pair<Value, Value>> items;  ///< in the order written
};
/// A numpy array of strings (S or U), bytes or Python objects; C order.
struct ObjectArray {
  std::vector<int64_t> shape;
  std::vector<Value> items;
};

/// Something that is not read: an object of a class, a function, text that is no text. A placeholder, which does no
/// harm where nobody needs it.
struct Opaque {
  std::string what;    ///< "an object of `argparse.Namespace`"
  std::string way_on;  ///< what a person can do: "in Python, ..."
};

/// What a Python file holds once read: a tree that shares its nodes, as pickles do (copies are cheap).
struct Value {
  std::variant<std::monostate, bool, int64_t, double, std::string, std::shared_ptr<const Bytes>,
               std::shared_ptr<const List>, std::shared_ptr<const Dict>, std::shared_ptr<const Array>,
               std::shared_ptr<const ObjectArray>, std::shared_ptr<const Opaque>>
      data;

  bool is_none() const { return std::holds_alternative<std::monostate>(data); }
  const List* list() const;            ///< list or tuple, or null
  const Dict* dict() const;            ///< or null
  const Array* array() const;          ///< or null
  const ObjectArray* objects() const;  ///< or null
  const Opaque* opaque() const;        ///< or null
  /// Text: str, or bytes that are UTF-8; null otherwise.
  const std::string* text() const;
  const std::string* bytes() const;  ///< bytes of any content, or null
  /// A number: bool, int, float or an array of one element; false otherwise.
  bool number(double& out) const;
  /// The entry of a dict by text key (str and bytes keys alike), or null.
  const Value* find(const std::string& key) const;
  /// Text keys of a dict, in order.
  std::vector<std::string> keys() const;
  /// "a list of 229", "a float32 array (50, 74)", "text": for error messages.
  std::string say() const;
};

}  // namespace mmim
