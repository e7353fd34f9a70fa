#pragma once
#include "core/json.h"
#include "core/scale.h"

namespace mmim {

/// The classes that a score belongs to, as metrics of the scale read it. mosi: {"seven_class": -3 to 3, "two_class":
/// "negative" or "non-negative"}. sims: {"five_class": "negative", "weakly negative", "neutral", ..., "three_class":
/// "negative", "neutral" or "positive", "two_class": "not positive" or "positive"}. other: none. DataError when the
/// score is NaN.
Json classes_of(double score, Scale scale);

}  // namespace mmim
