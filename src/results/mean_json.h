#pragma once
#include <vector>

#include "core/json.h"

namespace mmim {

/// The mean of JSON trees of one shape: numbers by the mean of those that are defined (null when none is), objects key
/// by key, lists of one length element by element, anything else as the first has it. A key that not all have, and a
/// list whose lengths differ, is left out. Null when `trees` is empty.
Json mean_json(const std::vector<const Json*>& trees);

/// A number, NaN for null and for anything else.
double number_or_nan(const Json& json);

}  // namespace mmim
