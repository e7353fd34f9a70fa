#pragma once
#include "experiments/cell.h"
#include "experiments/experiment_file.h"
#include "train/config.h"

namespace mmim {

/// What a finished cell must agree with to be the one that is wanted.
struct CellIdentity {
  std::string configuration, data, encoder, program;  ///< SHA-256 each
  bool operator==(const CellIdentity&) const = default;
  static CellIdentity of(const Cell& cell);
  /// "the configuration", "the program" ...: what differs, or "".
  std::string difference(const CellIdentity& other) const;
};

/// One run that an experiment wants.
struct CellPlan {
  std::string row, note, name;  ///< name: of its folder, "tfn-mosi-1111"
  std::string data, encoder;    ///< as people know them
  bool synthetic = false;
  Json configuration;  ///< the resolved options, places included
  CellIdentity identity;
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

/// Data and encoder folders as absolute paths, so that a configuration holds from every current folder.
void make_paths_absolute(RunConfig& config);

/// The options that determine the numbers: folders, device, threads and logging left out.
Json determining_options(const Json& configuration);
/// SHA-256 of those options.
std::string configuration_sha256(const Json& configuration);
/// Whether an option is among them: "train.epochs" is, "train.threads" is not.
bool determines_numbers(const std::string& option);

}  // namespace mmim
