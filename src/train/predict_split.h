#pragma once
#include "data/loader.h"
#include "train/observer.h"

namespace mmim {

/// Predictions of a split's first `most` utterances, without gradients, in order, in batches of `batch_size`.
Predictions predict_split(Model& model, const PreparedSplit& split, int64_t batch_size, torch::Device device,
                          int64_t most = std::numeric_limits<int64_t>::max());

/// Mean absolute error, weighted by utterance; NaN for none.
double mean_absolute_error(const Predictions& predictions);

}  // namespace mmim
