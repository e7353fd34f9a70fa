#pragma once
#include <thread>

#include "serve/ask.h"
#include "serve/batch_queue.h"
#include "serve/service_metrics.h"

namespace mmim {

/// Threads that score what waits in a queue, batch by batch.
class Scorer {
 public:
  /// `instances` batches at a time, each computed by `threads` threads.
  Scorer(const QueueLimits& limits, int64_t instances, int64_t threads, MetricBook& book);
  ~Scorer();  ///< scores what waits, then ends
  /// Puts all utterances of an ask into the queue; false when they do not fit, and the ask is dropped.
  bool submit(const std::shared_ptr<Ask>& ask);

 private:
  void work(int64_t threads);
  void score(const std::vector<QueueEntry>& batch);

  MetricBook& book_;
  BatchQueue queue_;
  std::vector<std::thread> threads_;
};

}  // namespace mmim
