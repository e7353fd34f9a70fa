#include "information/class_history.h"

namespace mmim {

void ClassHistory::remember(const LabelledRows& batch) {
  if (capacity_ == 0) return;
  batches_.push_back({batch.rows.detach().clone(), batch.labels.detach().clone()});
  while (static_cast<int64_t>(batches_.size()) > capacity_) batches_.pop_front();
}

LabelledRows ClassHistory::with(const LabelledRows& current) const {
  std::vector<Tensor> rows, labels;
  int64_t remembered = 0;
  for (const LabelledRows& batch : batches_) {
    rows.push_back(batch.rows);
    labels.push_back(batch.labels);
    remembered += batch.rows.size(0);
  }
  rows.push_back(current.rows);
  labels.push_back(current.labels);
  return {at::cat(rows), at::cat(labels), remembered};
}

}  // namespace mmim
