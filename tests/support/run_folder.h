#pragma once
#include "core/files.h"
#include "core/json.h"
#include "metrics/metrics.h"

namespace mmim {

/// A run folder as `mmim train` leaves it, without predictions, every metric `value`.
inline void write_run_folder(const std::filesystem::path& folder, const std::string& model, int64_t seed, double value,
                             bool synthetic = false) {
  std::filesystem::create_directories(folder);
  write_file_atomically(folder / "config.toml", "");  // its presence makes it a run
  write_json(folder / "outcome.json", {{"early", false}, {"epochs", 12}, {"best_epoch", 7}, {"best_valid_loss", 0.75}});
  Json values = Json::object();
  for (const Metric& metric : metrics()) values[metric.name] = {{"value", value}};
  write_json(folder / "report.json", {{"metrics", values},
                                      {"model", model},
                                      {"preset", model == "mmim" ? "mmim-paper" : ""},
                                      {"seed", seed},
                                      {"changes", {"train.epochs = 12"}},
                                      {"data", "mosi"},
                                      {"data_fingerprint", "0123456789abcdef"},
                                      {"encoder", "somewhere"},
                                      {"encoder_sha256", "fedcba9876543210"},
                                      {"split", "test"},
                                      {"protocol", "valid"},
                                      {"best_epoch", 7},
                                      {"epochs", 12},
                                      {"version", "0"},
                                      {"synthetic", synthetic},
                                      {"utterances", 686}});
}

}  // namespace mmim
