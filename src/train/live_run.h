#pragma once
#include "train/checkpoint.h"
#include "train/fit.h"
#include "train/log/run_log.h"
#include "train/weight_average.h"

namespace mmim {

/// A run while it goes on: what its passes and its epochs share.
struct LiveRun {
  /// Prepares the model. Where `folder` holds a last/, all that it holds is restored; else the run begins.
  LiveRun(Model& model, const RunData& data, const RunConfig& config, const std::filesystem::path& folder,
          Observer& observer);

  /// Utterances of each batch of a pass, in the order in which they are trained on.
  std::vector<std::vector<int64_t>> batches_of(const Pass& pass) const;
  /// The model forgets what must not outlive a pass, and takes what a pass that was saved in its middle had.
  void begin(const Pass& pass);
  /// Writes last/. To be called where no gradients are accumulated and all numbers have been read.
  void save();
  double seconds_since_save() const;

  Model& model;
  const RunData& data;
  const TrainOptions& options;
  const std::filesystem::path folder;
  Observer& observer;
  const torch::Device device;
  const uint64_t seed;
  const int64_t epochs;
  const std::vector<Stage> stages;
  const RunIdentity identity;
  Optimizer optimizer;
  WeightAverage average;  ///< of the weights after updates of the last stage
  RunState state;
  std::optional<RunLog> log;

 private:
  std::vector<int64_t> updates_of_stages() const;  ///< of each in a whole run
  void resume();
  void restore_model(const Archive& saved);
  std::optional<Archive> inside_pass_;  ///< the state of the model, to be loaded once the pass it was saved in begins
  std::chrono::steady_clock::time_point saved_at_ = std::chrono::steady_clock::now();
};

/// Batches of each pass and of validation in a fast-dev-run.
inline constexpr int64_t kDevBatches = 3;

}  // namespace mmim
