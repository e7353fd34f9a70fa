#pragma once
#include <chrono>
#include <condition_variable>
#include <deque>
#include <memory>
#include <mutex>
#include <vector>

namespace mmim {

class Ask;

struct QueueLimits {
  int64_t tokens = 4096;   ///< of a batch, unless one utterance alone has more
  int64_t waiting = 1024;  ///< utterances that wait
  double delay = 0;        ///< seconds that the oldest utterance waits for others to join its batch
};

/// An utterance that waits for its batch.
struct QueueEntry {
  std::shared_ptr<Ask> ask{};
  size_t index = 0;  ///< of the utterance in the ask
  int64_t tokens = 0;
  const void* model = nullptr;  ///< a batch is of one model
  std::chrono::steady_clock::time_point since{};
};

/// Utterances in the order in which they came, handed out in batches. Any thread may call anything.
class BatchQueue {
 public:
  explicit BatchQueue(const QueueLimits& limits) : limits_(limits) {}
  /// Takes all entries, or none where they do not fit: false. More than QueueLimits::waiting never fit.
  bool push(std::vector<QueueEntry> entries);
  /// Waits for the next batch: the oldest utterance, and the next ones of its model that fit. Empty once the queue is
  /// closed and nothing waits any more.
  std::vector<QueueEntry> take();
  /// Nothing is pushed any more.
  void close();
  int64_t waiting() const;

 private:
  /// Places of the next batch in the queue; `full`: no further utterance would fit.
  std::vector<size_t> next_batch(bool& full) const;

  const QueueLimits limits_;
  mutable std::mutex mutex_;
  std::condition_variable changed_;
  std::deque<QueueEntry> entries_;
  bool closed_ = false;
};

}  // namespace mmim
