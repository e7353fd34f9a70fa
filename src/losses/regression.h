#pragma once
#include "core/options.h"
#include "losses/losses.h"

namespace mmim {

/// The error of predictions against labels, meaned or summed over the batch.
struct RegressionOptions {
  enum class Error { absolute, squared } error = Error::absolute;
  enum class Reduction { mean, sum } reduction = Reduction::mean;
  void list(Options& o, const std::string& published);
};

/// Adds the term "task" (a mean, whatever the reduction; a sum weighs it by the size of the batch): predictions and
/// labels (B).
void add_task_loss(Losses& losses, const Tensor& predictions, const Tensor& labels, const RegressionOptions& options);

}  // namespace mmim
