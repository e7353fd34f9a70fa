#pragma once
#include "predict/model_folder.h"
#include "results/predictions.h"

namespace mmim {

/// DataError when a split is empty, a width is not the model's or the data lack what the model needs.
void check_predictable(const TrainedModel& trained, const Dataset& dataset, SplitName split);

/// Predictions of a trained model for a split of a data set, in its order. DataError as check_predictable says.
Predictions predict_dataset(const TrainedModel& trained, const Dataset& dataset, SplitName split, torch::Device device);

}  // namespace mmim
