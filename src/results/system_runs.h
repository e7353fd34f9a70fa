#pragma once
#include "results/predictions.h"
#include "results/run_report.h"

namespace mmim {

/// A finished run with what it predicted of its split, in the order of predictions.csv; or a published cell, which has
/// no predictions but its metrics in resamples of the test videos (Cell::draws).
struct PredictedRun {
  std::filesystem::path folder;
  std::string system;  ///< with the options that are not its preset's, or the row of a published cell
  Cell cell;
  Predictions predictions;     ///< of a published cell none
  std::string options_sha256;  ///< of a published cell: of its options without the seed
  bool published() const { return predictions.id.empty(); }
};

/// A run folder, or a cell in a JSON file. UsageError when it has not finished; DataError names the file, and the row
/// of predictions.csv.
PredictedRun read_predicted_run(const std::filesystem::path& run, const ChangesOf& changes_of);

/// One side of a comparison: runs of one system that differ by their seed alone, by seed.
struct SystemRuns {
  std::string name;  ///< PredictedRun::system
  std::vector<PredictedRun> runs;
  std::vector<std::string> unfinished;  ///< run folders that were passed over
  std::vector<int64_t> seeds() const;
  std::vector<double> of(const std::string& metric) const;  ///< by run; NaN where undefined
};

/// `place`: a run folder or a published cell; a folder with those of one system in it (or in folders in it); or
/// FOLDER/NAME for the runs FOLDER/NAME-SEED of a folder with runs of several. UsageError when there is no finished
/// run, when there are several systems, data sets, splits or protocols, or two runs of one seed.
SystemRuns read_system_runs(const std::filesystem::path& place, const ChangesOf& changes_of);

}  // namespace mmim
