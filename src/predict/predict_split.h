#pragma once
#include "data/prepared_split.h"
#include "models/model.h"
#include "results/predictions.h"

namespace mmim {

/// Predictions of a split, and what Model::split_summary() says of it.
struct SplitView {
  Predictions predictions;
  std::vector<std::pair<std::string, double>> summary;
};

/// Of the split's first `most` utterances, without gradients, in order, in batches of `batch_size`.
SplitView view_split(const Model& model, const PreparedSplit& split, int64_t batch_size, torch::Device device,
                     int64_t most = std::numeric_limits<int64_t>::max());

/// Predictions of a split's first `most` utterances, without gradients, in order, in batches of `batch_size`.
Predictions predict_split(const Model& model, const PreparedSplit& split, int64_t batch_size, torch::Device device,
                          int64_t most = std::numeric_limits<int64_t>::max());

/// The criterion's mean over all utterances; NaN for none.
double criterion_of(Criterion criterion, const Predictions& predictions);

}  // namespace mmim
