#pragma once
#include <limits>

#include "core/numbers.h"

namespace mmim {

/// The number that number_to_json wrote, null being infinity.
inline double number_from_json(const Json& value) {
  return value.is_null() ? std::numeric_limits<double>::infinity() : value.get<double>();
}

}  // namespace mmim
