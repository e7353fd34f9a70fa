#pragma once
#include "experiments/table/experiment_file.h"
#include "predict/config.h"
#include "results/provenance.h"

namespace mmim {

/// One run that an experiment wants.
struct CellPlan {
  std::string row, note, name;         ///< name: of its folder, "tfn-mosi-1111"
  Provenance provenance;               ///< as far as it is known before the run
  Json configuration;                  ///< the resolved options, places included
  std::vector<std::string> changes{};  ///< what the command line changes of the row: "train.epochs = 8"
};

/// What the command line says over the file.
struct PlanOptions {
  std::vector<std::string> data;         ///< folders; empty: the file's
  std::string encoder;                   ///< empty: the configurations'
  std::vector<std::string> assignments;  ///< "a.b=c", over everything
  std::vector<int64_t> seeds;            ///< empty: the file's
  std::vector<std::string> rows;         ///< labels; empty: all
};

/// Every cell, data set by data set, row by row, seed by seed; opens each data set and text encoder once. Without a
/// data set on the command line or in the file each configuration's own is taken. UsageError for an unknown row or
/// seeds that are not different whole numbers; ConfigError of an option names row and file.
std::vector<CellPlan> plan_cells(const ExperimentFile& file, const PlanOptions& options);

}  // namespace mmim
