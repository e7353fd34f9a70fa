#pragma once
#include "core/files.h"
#include "formats/safetensors.h"
#include "support/scratch.h"
#include "train/toy.h"

namespace mmim {

inline constexpr int64_t kToyEpochs = 3, kToyBatchesPerEpoch = 9;  // 5 of stage likelihood, 4 of stage main

/// Watches a run, and may act at a batch (counted from 1 over the observed run).
class Watcher : public Observer {
 public:
  std::function<void(int64_t batch)> at_batch;
  int64_t batches = 0;
  std::vector<EpochSummary> epochs;
  std::vector<std::string> warnings;
  int64_t batches_per_epoch = 0;
  std::string mark;

  void on_start(int64_t, int64_t per_epoch, const std::string& said) override {
    batches_per_epoch = per_epoch;
    mark = said;
  }

  void on_batch(const Step&, const std::vector<std::pair<std::string, double>>&, double, int64_t, int64_t) override {
    ++batches;
    if (at_batch) at_batch(batches);
  }
  void on_epoch(const EpochSummary& summary) override { epochs.push_back(summary); }
  void on_warning(const std::string& sentence) override { warnings.push_back(sentence); }
  std::vector<int64_t> best_epochs() const;
};

/// A run folder in a scratch place with 22 training and 9 validation utterances in batches of five.
class ToyRun {
 public:
  explicit ToyRun(const std::string& name);
  RunOutcome fit(Model& model, Observer& observer) const;           ///< on the toy data
  RunOutcome fit_scripted(Model& model, Observer& observer) const;  ///< on labels 0, in test 1
  std::vector<Json> log() const;                                    ///< the lines of metrics.jsonl, times left out

  std::filesystem::path folder;
  RunConfig config;
  std::string mark;
  Json origin = Json::object();

 private:
  Split train_split_ = toy_split(22, 1), valid_split_ = toy_split(9, 2), zeros_ = toy_split_with_label(4, 0),
        ones_ = toy_split_with_label(4, 1);

 public:
  PreparedSplit train = toy_prepared(train_split_), valid = toy_prepared(valid_split_),
                zero_labels = toy_prepared(zeros_), one_labels = toy_prepared(ones_);
};

/// Parameters and buffers, one after the other.
std::vector<float> weights_of(const Model& model);

/// Every file below `folder` with its bytes.
std::map<std::string, std::string> bytes_below(const std::filesystem::path& folder);

}  // namespace mmim
