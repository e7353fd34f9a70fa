#include "train/predict_dataset.h"

#include "core/error.h"
#include "train/build_model.h"
#include "train/predict_split.h"

namespace mmim {

Predictions predict_dataset(TrainedModel& trained, const Dataset& dataset, SplitName split_name, torch::Device device) {
  const DatasetInfo& info = dataset.info;
  const Split& split = dataset.split(split_name);
  trained.data.check(info.streams, trained.config->model, info.name);
  check_needs_to_predict(trained.model->needs(), dataset, trained.config->model);
  if (split.size() == 0) throw DataError(info.name + ": split " + name(split_name) + " has no utterance");
  const PreparedSplit prepared(split, info, *trained.pieces, trained.config->text.limit);
  return predict_split(*trained.model, prepared, trained.config->train.batch_size, device);
}

}  // namespace mmim
