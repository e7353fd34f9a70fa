#pragma once
#include <filesystem>
#include <string>
#include <vector>

#include "core/json.h"

namespace mmim {

/// One row of an experiment's table.
struct ExperimentRow {
  std::string label, note;        ///< note: what a reader of the table must know
  std::filesystem::path config;   ///< a configuration; empty: the defaults
  Json options = Json::object();  ///< the tree that stands over it
  std::vector<int64_t> seeds;     ///< empty: the experiment's
};

/// An experiment as its TOML file has it: rows x variants x data sets x seeds.
///
///     name = "table2-mosi"          # of its folder
///     title = "Table 2, CMU-MOSI"
///     baseline = "MMIM"             # the row that others are compared with; default: the first
///     seeds = [1111, 1112]          # default 1111 ... 1115
///     data = ["data/mosi"]          # folders, read from the current folder; --data stands over it
///     watch_test = true             # log test after each epoch, for the column "as published"; selects nothing
///     robustness = false            # curves with modalities missing
///     keep_weights = false
///     options.train.epochs = 8      # of every row
///     [[row]]
///     label = "TFN"
///     config = "baselines/tfn_mosi.toml"   # read from the folder of this file
///     options.train.epochs = 20
///     note = "..."
///     seeds = [1111]
///     [[variant]]                   # where there are some, every row is run with each: "TFN, bf16"
///     label = "bf16"
///     options.train.precision = "bf16"
struct ExperimentFile {
  std::string name, title, baseline;
  std::vector<int64_t> seeds{1111, 1112, 1113, 1114, 1115};
  std::vector<std::string> data;
  Json options = Json::object();
  std::vector<ExperimentRow> rows;  ///< with each variant
  bool watch_test = true, robustness = false, keep_weights = false;
};

/// `over` put upon `under`, table by table.
Json merged(Json under, const Json& over);

/// Whether all are different and from 0 up.
bool are_seeds(const std::vector<int64_t>& seeds);

/// ConfigError names the file and the key that is unknown, missing or of the wrong type.
ExperimentFile read_experiment(const std::filesystem::path& file);

}  // namespace mmim
