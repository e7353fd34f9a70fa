#pragma once
#include <cmath>
#include <cstdio>
#include <limits>
#include <string>

#include "core/json.h"

namespace mmim {

/// A number in JSON. Null has one meaning, that there is no number: written for what is not finite, read as NaN.
inline Json number_to_json(double value) { return std::isfinite(value) ? Json(value) : Json(nullptr); }

/// Throws nlohmann::json::type_error for what is neither a number nor null.
inline double number_from_json(const Json& json) {
  return json.is_null() ? std::numeric_limits<double>::quiet_NaN() : json.get<double>();
}

/// A number for people, with so many decimals and, where asked for, the sign of what is not negative; "-" for NaN.
inline std::string decimal(double value, int digits, bool sign = false) {
  if (std::isnan(value)) return "-";
  char text[64];
  std::snprintf(text, sizeof text, sign ? "%+.*f" : "%.*f", digits, value);
  return text;
}

}  // namespace mmim
