#pragma once
#include <filesystem>
#include <vector>

#include "core/json.h"
#include "results/identity.h"
#include "results/metrics_log.h"
#include "results/provenance.h"

namespace mmim {

/// A finished or failed cell of an experiment: all that its tables and pages need, and nothing of the data but sums:
/// no label, no prediction of an utterance, no id. Kept as cell.json in the run folder; a copy may be published.
struct Cell : RunFacts {
  std::string experiment, row, name;  ///< name: of the cell's folder, "tfn-mosi-1111"
  std::string note;                   ///< of the row: what a reader must know, e.g. "three seeds"
  bool finished = false;
  std::string reason;  ///< why it failed
  int64_t videos = 0, parameters = 0;
  double seconds = 0;                   ///< of training
  std::string program;                  ///< hash of the sources that determine numbers
  std::string configuration_sha256;     ///< of what determines the numbers: places, threads and logging left out
  Json configuration = Json::object();  ///< the resolved options, without places
  int64_t published_epoch = 0;          ///< the epoch that selection as published would have taken; 0: not watched
  MetricValues published;               ///< test metrics of that epoch: what would have been reported
  std::vector<EpochPoint> curve;
  std::vector<StepCurve> steps;
  Json draws;       ///< bootstrap of each metric over test videos (metrics/draws.h); null: none
  Json conformal;   ///< intervals and their coverage; null: none
  Json slices;      ///< calibration and error by slice; null: none
  Json robustness;  ///< metrics with modalities missing; null: none

  CellIdentity identity() const { return {configuration_sha256, fingerprint, encoder_sha256, program}; }
  Json to_json() const;
  /// DataError naming `where` and the key that is missing or of another type.
  static Cell from_json(const Json& json, const std::string& where);
};

Cell read_cell(const std::filesystem::path& file);
bool is_cell(const Json& json);  ///< by its format, whatever else it holds

}  // namespace mmim
