#pragma once
#include <deque>

#include "information/class_entropy.h"

namespace mmim {

/// The rows of the last `capacity` batches with their labels, detached: the memory M of Algorithm 1.
class ClassHistory {
 public:
  explicit ClassHistory(int64_t capacity) : capacity_(capacity) {}
  bool empty() const { return batches_.empty(); }
  void clear() { batches_.clear(); }
  /// Takes the batch in and lets the oldest go.
  void remember(const LabelledRows& batch);
  /// Memory, oldest first, then `current`.
  LabelledRows with(const LabelledRows& current) const;

  const std::deque<LabelledRows>& batches() const { return batches_; }

 private:
  int64_t capacity_;
  std::deque<LabelledRows> batches_;
};

}  // namespace mmim
