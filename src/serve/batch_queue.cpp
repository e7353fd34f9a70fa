#include "serve/batch_queue.h"

namespace mmim {

bool BatchQueue::push(std::vector<QueueEntry> entries) {
  {
    const std::lock_guard lock(mutex_);
    if (closed_ || static_cast<int64_t>(entries_.size() + entries.size()) > limits_.waiting) return false;
    const auto now = std::chrono::steady_clock::now();
    for (QueueEntry& entry : entries) {
      entry.since = now;
      entries_.push_back(std::move(entry));
    }
  }
  changed_.notify_all();
  return true;
}

std::vector<size_t> BatchQueue::next_batch(bool& full) const {
  std::vector<size_t> places;
  int64_t tokens = 0;
  full = false;
  for (size_t i = 0; i < entries_.size() && !full; ++i) {
    if (entries_[i].model != entries_.front().model) continue;
    full = !places.empty() && tokens + entries_[i].tokens > limits_.tokens;
    if (full) break;
    tokens += entries_[i].tokens;
    places.push_back(i);
  }
  full = full || tokens >= limits_.tokens;
  return places;
}

std::vector<QueueEntry> BatchQueue::take() {
  std::unique_lock lock(mutex_);
  while (true) {
    changed_.wait(lock, [&] { return closed_ || !entries_.empty(); });
    if (entries_.empty()) return {};
    bool full = false;
    const std::vector<size_t> places = next_batch(full);
    const auto until = entries_.front().since + std::chrono::duration_cast<std::chrono::steady_clock::duration>(
                                                    std::chrono::duration<double>(limits_.delay));
    if (!full && !closed_ && std::chrono::steady_clock::now() < until) {
      changed_.wait_until(lock, until);
      continue;  // another thread may have taken what was there
    }
    std::vector<QueueEntry> batch;
    for (const size_t place : places) batch.push_back(std::move(entries_[place]));
    for (auto place = places.rbegin(); place != places.rend(); ++place)
      entries_.erase(entries_.begin() + static_cast<std::ptrdiff_t>(*place));
    return batch;
  }
}

void BatchQueue::close() {
  {
    const std::lock_guard lock(mutex_);
    closed_ = true;
  }
  changed_.notify_all();
}

int64_t BatchQueue::waiting() const {
  const std::lock_guard lock(mutex_);
  return static_cast<int64_t>(entries_.size());
}

}  // namespace mmim
