#pragma once
#include <cmath>
#include <limits>

#include "core/json.h"

namespace mmim {

/// A number in JSON, where infinity is written as null.
inline Json number_to_json(double value) { return std::isfinite(value) ? Json(value) : Json(nullptr); }
inline double number_from_json(const Json& value) {
  return value.is_null() ? std::numeric_limits<double>::infinity() : value.get<double>();
}

}  // namespace mmim
