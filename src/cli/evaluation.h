#pragma once
#include "train/fit.h"
#include "train/model_folder.h"
#include "train/report.h"

namespace mmim {

/// A trained model on one split: the report and what it was computed from.
struct Evaluation {
  Report report;
  std::string mark;  ///< mark_of(): what must be said beside the numbers, or empty
  Predictions predictions;
  F1Weight f1_weight = F1Weight::truth;

  Json to_json() const;  ///< report.json
  /// For people, in lines: what was evaluated, and what must be said beside it.
  std::string heading() const;
  /// That, and a table of metrics with 95 % intervals.
  std::string table() const;
  /// Writes predictions.csv, then report.json, into `folder`, which is made if need be.
  void write(const std::filesystem::path& folder) const;
};

/// Predicts `split` of a data set and scores it. DataError when its widths are not the model's or the split is empty.
Evaluation evaluate(TrainedModel& trained, const Dataset& dataset, SplitName split, F1Weight f1_weight,
                    torch::Device device);

/// "MAE 0.71" style table of a scorecard: value and interval; shares in percent.
std::string scorecard_table(const Scorecard& scores);

}  // namespace mmim
