#pragma once
#include <cstdint>
#include <map>
#include <string>

namespace mmim {

/// Metrics of one run by name, as `metrics()` names them; NaN where undefined (null in JSON).
using MetricValues = std::map<std::string, double>;

/// What every number of a run carries: on what it was made, by what, and how its epoch was selected.
struct RunFacts {
  std::string system;  ///< model, and its preset in brackets
  std::string data, fingerprint, split = "test", encoder, encoder_sha256, protocol, watermark, version, machine;
  bool synthetic = false;
  int64_t seed = 0, utterances = 0, epochs = 0, best_epoch = 0;
  double valid_mae = 0;  ///< of the best epoch
  MetricValues metrics;  ///< on `split`, of the epoch that `protocol` selected
};

/// The name by which people know a text encoder: that of its published weights where the hash is known, else `given`.
std::string encoder_name(const std::string& sha256, const std::string& given);

}  // namespace mmim
