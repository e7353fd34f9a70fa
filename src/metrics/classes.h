#pragma once
#include <span>

#include "core/json.h"
#include "core/scale.h"

namespace mmim {

/// How a scale's classes are met: mosi has seven, -3 to 3, scores clipped and rounded half to even; sims has MMSA's
/// five.
/// {"names": ["-3", ...],
///  "confusion": [[utterances of true class k that are read as class 0, 1, ...], ...],
///  "reliability": [{"count", "prediction", "truth" (means), "right"} of the utterances read as class k, ...]}
/// "right" is the share whose truth is of that class; what has no utterance is null. A prediction that is not a number
/// is read as no class. Null on other scales. DataError when the lengths differ.
Json classes_json(std::span<const float> prediction, std::span<const float> truth, Scale scale);

}  // namespace mmim
