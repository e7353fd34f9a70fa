#pragma once
#include <cstdint>
#include <span>

#include "core/json.h"

namespace mmim {

/// A split with what is known of each utterance, all of one length.
struct Sliced {
  std::span<const float> prediction, truth;
  std::span<const int64_t> words;             ///< of the text
  std::span<const double> disagreement = {};  ///< between modalities, any scale; empty: not measured
};
inline constexpr int64_t kFewestInSlice = 10;

/// Where a model errs:
/// {"slices": {"length": [SLICE, ...], "strength": ..., "sign": ..., "disagreement": ...},
///  "calibration": [{"count", "prediction", "truth"}, ...]}
/// SLICE: {"slice": "5 to 9 words", "count", "MAE", "error" (mean of prediction - truth), "Acc-2 (non0)"}. Lengths are
/// cut at quartiles, strength |truth| at .5, 1.5 and 2.5, disagreement (absent where not measured) at tertiles.
/// Calibration: means in ten (fewer of few) equal shares of the utterances by prediction. No mean is of fewer than 10
/// utterances: smaller slices are merged with a neighbour, Acc-2 of fewer is null, and of fewer altogether the lists
/// are empty. DataError when the lengths differ.
Json slices_json(const Sliced& set);

}  // namespace mmim
