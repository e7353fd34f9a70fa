#pragma once
#include "predict/config.h"
#include "predict/predict_split.h"
#include "results/outcome.h"
#include "train/observer.h"

namespace mmim {

/// What a run trains on.
struct RunData {
  const PreparedSplit& train;
  const PreparedSplit& valid;
  const PreparedSplit* test = nullptr;  ///< read during training only where TrainOptions::reads_test()
  std::string mark;                     ///< mark_of(): what every record of the run carries
  Json origin = Json::object();         ///< hashes of data and text encoder: a saved run goes on only on the same
  Scale scale = Scale::mosi;            ///< of the labels
};

/// Writes the model folder best/ (weights, vocabulary, data.json) into the given empty folder. `valid`: the predictions
/// of all of validation.
using SaveBest =
    std::function<void(const std::filesystem::path& folder, const EpochSummary& summary, const Predictions& valid)>;

/// Trains `model` stage by stage, epoch by epoch (Algorithm 1 for MMIM), selecting on validation, and leaves in
/// `folder`: metrics.jsonl, TensorBoard events, best/, outcome.json and, until the run completes, last/. With a last/
/// in `folder` the run goes on where it stood, to the same weights bit for bit (same build, threads, device); a
/// completed run is left as it is and its outcome returned. A non-finite loss stops the run with the name of the term,
/// epoch and batch (Error); no checkpoint is written after it.
RunOutcome fit(Model& model, const RunData& data, const RunConfig& config, const std::filesystem::path& folder,
               const SaveBest& save_best, Observer& observer);

}  // namespace mmim
