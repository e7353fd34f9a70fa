#pragma once
#include <cstdint>
#include <span>

#include "core/json.h"
#include "core/scale.h"

namespace mmim {

/// A split with what is known of each utterance, all of one length.
struct Sliced {
  std::span<const float> prediction, truth;
  std::span<const int64_t> words;             ///< of the text
  std::span<const double> disagreement = {};  ///< between modalities, any scale; empty: not measured
  Scale scale = Scale::mosi;
};
inline constexpr int64_t kFewestInSlice = 10;

/// Where a model errs:
/// {"slices": {"length": [SLICE, ...], "strength": ..., "sign": ..., "disagreement": ...},
///  "calibration": [{"count", "prediction", "truth"}, ...]}
/// SLICE: {"slice": "5 to 9 words", "count", "MAE", "error" (mean of prediction - truth), sign_accuracy(scale)}.
/// Lengths are cut at quartiles, strength |truth| at .5, 1.5 and 2.5 (-1 to 1: at .1 and .7), disagreement (absent
/// where not measured) at tertiles; on other scales there is neither strength nor sign. Calibration: means in ten
/// (fewer of few) equal shares of the utterances by prediction. No mean is of fewer than 10 utterances: smaller slices
/// are merged with a neighbour, accuracy of fewer is null, and of fewer altogether the lists are empty. DataError when
/// lengths differ.
Json slices_json(const Sliced& set);

}  // namespace mmim
