#pragma once
#include "losses/regression.h"
#include "models/model.h"

namespace mmim {

/// A model whose only loss is that of its prediction: what predict, trace and losses of all such models share.
class TaskModel : public Model {
 public:
  explicit TaskModel(const RegressionOptions& loss) : loss_(loss) {}
  Prediction predict(const Batch& batch) const final;
  NamedTensors trace(const Batch& batch) const final;
  Losses losses(const Batch& batch, const Step& step) final;

 private:
  /// The way from a batch to its prediction: what is computed on it by name, the prediction (B) last. Active draws: in
  /// training.
  virtual NamedTensors steps(const Batch& batch, const Draws& draws) const = 0;
  RegressionOptions loss_;
};

}  // namespace mmim
