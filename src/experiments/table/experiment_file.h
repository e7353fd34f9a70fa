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

/// An experiment as its TOML file has it: rows x variants x data sets x seeds (docs/data-formats.md has every key).
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
