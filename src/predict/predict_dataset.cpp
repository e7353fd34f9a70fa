#include "predict/predict_dataset.h"

#include "core/error.h"
#include "predict/build_model.h"
#include "predict/predict_split.h"

namespace mmim {

void check_predictable(const TrainedModel& trained, const Dataset& dataset, SplitName split) {
  const DatasetInfo& info = dataset.info;
  trained.data.check_widths(info, trained.config.model);
  const std::vector<Modality> read = trained.model->needs().modalities;
  if (read != std::vector<Modality>{Modality::text})
    trained.data.check_features(info.features, trained.config.model, info.name);
  check_needs_to_predict(trained.model->needs(), dataset, trained.config.model);
  if (dataset.split(split).size() == 0) throw DataError(info.name + ": split " + word(split) + " has no utterance");
}

Predictions predict_dataset(const TrainedModel& trained, const Dataset& dataset, SplitName split_name,
                            torch::Device device) {
  check_predictable(trained, dataset, split_name);
  const PreparedSplit prepared(dataset.split(split_name), dataset.info, *trained.pieces, trained.config.text.limits());
  return predict_split(*trained.model, prepared, trained.config.train.batch_size, device);
}

}  // namespace mmim
