#pragma once
#include <functional>
#include <map>
#include <string>
#include <type_traits>
#include <vector>

#include "core/json.h"

namespace mmim {

/// What is done with the value of each key that a table of a file may have.
using KeyReaders = std::map<std::string, std::function<void(const Json&)>>;

/// Every key of a table goes to its reader. ConfigError "`where`: ..." for what is no table, an unknown key (with the
/// nearest known one) or a value of the wrong type.
void read_table(const Json& table, const std::string& where, const KeyReaders& readers);

/// A JSON type error for a number, or a list of numbers, that is not whole: get_to() would cut it.
void check_whole(const Json& value);

template <class T>
std::function<void(const Json&)> into(T& target) {
  return [&target](const Json& value) {
    if constexpr ((std::is_integral_v<T> && !std::is_same_v<T, bool>) || std::is_same_v<T, std::vector<int64_t>>)
      check_whole(value);
    value.get_to(target);
  };
}

}  // namespace mmim
