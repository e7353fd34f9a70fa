#pragma once
#include <atomic>

#include "train/config.h"
#include "train/predict_split.h"

namespace mmim {

/// What a run trains on.
struct RunData {
  const PreparedSplit& train;
  const PreparedSplit& valid;
  const PreparedSplit* test = nullptr;  ///< read during training only where reads_test()
  std::string mark;                     ///< mark_of(): what every record of the run carries
  Json origin = Json::object();         ///< hashes of data and text encoder: a saved run goes on only on the same
};

/// How a run ended.
struct RunOutcome {
  enum class End { finished, early, interrupted } end = End::finished;
  int64_t best_epoch = 0, epochs = 0;  ///< from 1
  double best_valid_loss = 0;          ///< of best_epoch
};

/// Set by SIGINT/SIGTERM: the run stops at the next batch boundary with a saved state.
extern std::atomic<bool> stop_requested;

/// Whether test is read after every epoch: to select as published, or to be watched.
bool reads_test(const TrainOptions& options);

/// What must stand beside every number of a run that selected with test data; "" for select = valid.
std::string watermark_of(TrainOptions::Select select);

/// That, and that the data are generated, in one sentence; "" for most runs.
std::string mark_of(bool synthetic, TrainOptions::Select select);

/// Writes the model folder best/ (weights, vocabulary, data.json) into the given empty folder.
using SaveBest = std::function<void(const std::filesystem::path& folder, const EpochSummary& summary)>;

/// Trains `model` stage by stage, epoch by epoch (Algorithm 1 for MMIM), selecting on validation, and leaves in
/// `folder`: metrics.jsonl, TensorBoard events, best/, outcome.json and, until the run completes, last/. With a last/
/// in `folder` the run goes on where it stood, to the same weights bit for bit (same build, threads, device); a
/// completed run is left as it is and its outcome returned. A non-finite loss stops the run with the name of the term,
/// epoch and batch (Error); no checkpoint is written after it.
RunOutcome fit(Model& model, const RunData& data, const RunConfig& config, const std::filesystem::path& folder,
               const SaveBest& save_best, Observer& observer);

/// The outcome of a run that completed in `folder`; nothing while it can go on.
std::optional<RunOutcome> completed_run(const std::filesystem::path& folder);

}  // namespace mmim
