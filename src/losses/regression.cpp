#include "losses/regression.h"

namespace mmim {

void RegressionOptions::list(Options& o, const std::string& published) {
  o.choice("loss.error", error, {{"absolute", Error::absolute}, {"squared", Error::squared}},
           {"error that is minimised", {}, published});
  o.choice("loss.reduction", reduction, {{"mean", Reduction::mean}, {"sum", Reduction::sum}},
           {"over the utterances of a batch", {}, published});
}

void add_task_loss(Losses& losses, const Tensor& predictions, const Tensor& labels, const RegressionOptions& options) {
  const Tensor difference = predictions - labels;
  const Tensor errors = options.error == RegressionOptions::Error::absolute ? difference.abs() : difference.square();
  const int64_t count = labels.size(0);
  const bool summed = options.reduction == RegressionOptions::Reduction::sum;
  losses.add("task", errors.mean(), summed ? static_cast<double>(count) : 1, count);
}

}  // namespace mmim
