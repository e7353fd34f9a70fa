#pragma once
#include <filesystem>
#include <vector>

#include "results/metrics_log.h"
#include "results/provenance.h"

namespace mmim {

/// A run that finished or failed, as tables and pages see it. Nothing of the data but sums: no label, no prediction of
/// an utterance, no id. A cell of an experiment is kept as cell.json in its run folder; a copy may be published.
struct Cell {
  std::string experiment, row, name;  ///< name: of the cell's folder, "tfn-mosi-1111"
  std::string note;                   ///< of the row: what a reader must know, e.g. "three seeds"
  bool finished = false;
  std::string reason;  ///< why it failed
  std::string system;  ///< model, and its preset in brackets
  int64_t seed = 0;
  Provenance provenance;
  int64_t utterances = 0, videos = 0, parameters = 0;
  int64_t epochs = 0, best_epoch = 0;
  double seconds = 0;                   ///< of training
  double valid_mae = 0;                 ///< of the best epoch
  MetricValues metrics;                 ///< on the split, of the epoch that the protocol selected
  Json configuration = Json::object();  ///< the resolved options, without places
  std::vector<std::string> changes{};   ///< options that the row's name does not tell: "train.epochs = 12"
  int64_t published_epoch = 0;          ///< the epoch that selection as published would have taken; 0: not watched
  MetricValues published;               ///< test metrics of that epoch: what would have been reported
  std::vector<EpochPoint> curve;
  std::vector<StepCurve> steps;
  Json draws;       ///< bootstrap of each metric over test videos (metrics/draws.h); null: none
  Json conformal;   ///< intervals and their coverage; null: none
  Json classes;     ///< confusion and reliability of the scale's classes; null: an older program, or no classes
  Json slices;      ///< calibration and error by slice; null: none
  Json robustness;  ///< metrics with modalities missing; null: none

  Json to_json() const;
  /// DataError naming `where` and the key that is missing or of another type.
  static Cell from_json(const Json& json, const std::string& where);

  template <class Self, class Visit>
  static void each_field(Self& self, const Visit& visit);
};

Cell read_cell(const std::filesystem::path& file);
bool is_cell(const Json& json);  ///< by its format, whatever else it holds

}  // namespace mmim
