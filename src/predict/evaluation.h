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
  /// Writes predictions.csv, then report.json, by which a run is complete, into the folder of a run.
  void write_into_run(const std::filesystem::path& folder) const;
  /// Writes report.json, by which the folder is known as that of an evaluation, then predictions.csv, into `folder`,
  /// which is made if need be. Predictions of an earlier evaluation never stand beside the report of this one.
  void write(const std::filesystem::path& folder) const;
};

/// Predicts `split` of a data set and scores it. DataError when its widths are not the model's or the split is empty.
Evaluation evaluate(const TrainedModel& trained, const Dataset& dataset, SplitName split, F1Weight f1_weight,
                    torch::Device device);

}  // namespace mmim
