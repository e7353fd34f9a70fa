#pragma once
#include "train/model_folder.h"
#include "train/observer.h"

namespace mmim {

/// Predictions of a trained model for a split of a data set, in its order. DataError when a width is not the model's or
/// the split is empty.
Predictions predict_dataset(TrainedModel& trained, const Dataset& dataset, SplitName split, torch::Device device);

}  // namespace mmim
