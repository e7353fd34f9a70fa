#pragma once
#include <cmath>

#include "core/json.h"

namespace mmim {

/// A number in JSON, where what is not finite is written as null.
inline Json number_to_json(double value) { return std::isfinite(value) ? Json(value) : Json(nullptr); }

}  // namespace mmim
