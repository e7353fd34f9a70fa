#pragma once
#include "data/prepared_split.h"
#include "train/fit.h"

namespace mmim {

/// A split of `count` utterances with one visual row of three numbers each; the labels follow from them.
Split toy_split(int64_t count, uint64_t key);
/// The same with every label equal to `label`.
Split toy_split_with_label(int64_t count, float label);
PreparedSplit toy_prepared(const Split& split);

/// Two small linear stages with everything that a resumed run must get back: keyed noise, an unstepped buffer, a memory
/// of the last batch that outlives passes, a counter, a schedule, clips over stepped and over all, a share of the
/// batches.
class ToyModel : public Model {
 public:
  explicit ToyModel(int64_t ballast = 0);  ///< numbers of a large buffer
  Prediction predict(const Batch& batch) const override;
  Losses losses(const Batch& batch, const Step& step) override;
  std::vector<Stage> stages() const override;
  Needs needs() const override { return {}; }
  void begin(const Pass& pass) override;
  void save_state(Archive& archive) const override;
  void load_state(const Archive& archive) override;

  bool stage_without_losses = false;
  std::optional<Step> poisoned;                                      ///< the term of this batch is NaN
  std::map<std::pair<int64_t, int64_t>, std::vector<int64_t>> rows;  ///< (epoch, stage) -> data-set rows as they came
  std::vector<uint64_t> keys;                                        ///< of every batch's noise

 private:
  Tensor likelihood_, main_, bias_, seen_, ballast_;
  Tensor memory_, older_;
  int64_t batches_in_pass_ = 0;
};

/// Predicts every label plus the loss that the script gives for this epoch and split (test: label 1).
class ScriptedModel : public Model {
 public:
  ScriptedModel(std::vector<double> valid, std::vector<double> test)
      : valid_(std::move(valid)), test_(std::move(test)) {}
  Prediction predict(const Batch& batch) const override;
  Losses losses(const Batch& batch, const Step& step) override;
  std::vector<Stage> stages() const override;
  Needs needs() const override { return {}; }
  void begin(const Pass& pass) override { epoch_ = static_cast<size_t>(pass.epoch); }

 private:
  Tensor weight_ = register_parameter("weight", torch::zeros({1}));
  std::vector<double> valid_, test_;
  size_t epoch_ = 0;
};

}  // namespace mmim
