#pragma once
#include "predict/model_folder.h"
#include "results/predictions.h"
#include "results/run_report.h"

namespace mmim {

/// A trained model on one split: the report and what it was computed from.
struct Evaluation {
  RunReport report;
  std::string mark;  ///< mark_of(): what must be said beside the numbers, or empty
  Predictions predictions;
  F1Weight f1_weight = F1Weight::truth;

  Json to_json() const;  ///< report.json
  /// Writes predictions.csv, then report.json, into `folder`, which is made if need be.
  void write(const std::filesystem::path& folder) const;
};

/// Predicts `split` of a data set and scores it. DataError when its widths are not the model's or the split is empty.
Evaluation evaluate(const TrainedModel& trained, const Dataset& dataset, SplitName split, F1Weight f1_weight,
                    torch::Device device);

}  // namespace mmim
