#include "models/task_model.h"

namespace mmim {

Prediction TaskModel::predict(const Batch& batch) const { return {steps(batch, {}).back().second, {}}; }

NamedTensors TaskModel::trace(const Batch& batch) const { return steps(batch, {}); }

Losses TaskModel::losses(const Batch& batch, const Step& step) {
  Losses losses;
  add_task_loss(losses, steps(batch, step.random.draws("dropout")).back().second, batch.labels, loss_);
  return losses;
}

}  // namespace mmim
