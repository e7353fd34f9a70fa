#pragma once
#include <CLI/CLI.hpp>

#include "predict/evaluation.h"

namespace mmim {

/// What evaluate, cases and robustness ask for alike.
struct ModelOnDataArguments {
  std::string model, data, split = "test", device = "auto";
  int threads = 0;
  bool json = false, quiet = false;

  void add_subject(CLI::App& command);                                   ///< MODEL, DATA, --split
  void add_surroundings(CLI::App& command, const std::string& of_json);  ///< --json, --quiet, --device, --threads
};

/// A trained model and a split that it is to be looked at on.
struct ModelOnData {
  /// Prepares the machine, then loads both. UsageError and DataError as those who read them say.
  explicit ModelOnData(const ModelOnDataArguments& given);
  Evaluation evaluated(F1Weight f1_weight = F1Weight::truth);

  const SplitName split;
  const torch::Device device;
  TrainedModel trained;
  const Dataset dataset;
};

}  // namespace mmim
