#include "data/prefetch.h"

#include "core/error.h"
#include "core/trace.h"

namespace mmim {

namespace {

std::vector<Tensor> tensors_of(const Batch& batch) {
  std::vector<Tensor> all{batch.labels, batch.word_of_piece.values};
  if (batch.streams.text.layout) {
    all.push_back(batch.streams.text.values);
    all.push_back(batch.streams.text.layout->on_device);
  }
  for (const Ragged* ragged : {&batch.tokens, &batch.streams.visual, &batch.streams.acoustic}) {
    all.push_back(ragged->values);
    all.push_back(ragged->layout->on_device);
  }
  return all;
}

}  // namespace

Prefetch::Prefetch(const PreparedSplit& split, std::vector<std::vector<int64_t>> batches, torch::Device device)
    : split_(split), batches_(std::move(batches)), device_(device), stream_(device), thread_([this] {
        gather_all();
      }) {}

Prefetch::~Prefetch() {
  {
    const std::lock_guard lock(mutex_);
    stop_ = true;
  }
  changed_.notify_all();
  thread_.join();
}

bool Prefetch::wait_for_room() {
  std::unique_lock lock(mutex_);
  changed_.wait(lock, [&] { return stop_ || ready_.size() < kAhead; });
  return !stop_;
}

void Prefetch::gather_all() {
  name_traced_thread("loader");
  for (size_t i = 0; i < batches_.size() && wait_for_room(); ++i) {
    Gathered gathered;
    try {
      const Span span("gather", static_cast<int64_t>(i) + 1);
      gathered.copied = stream_.run([&] { gathered.batch = split_.batch(batches_[i], device_); });
    } catch (...) {
      gathered.fault = std::current_exception();
    }
    const bool failed = gathered.fault != nullptr;
    {
      const std::lock_guard lock(mutex_);
      ready_.push_back(std::move(gathered));
    }
    changed_.notify_all();
    if (failed) return;
  }
}

Batch Prefetch::next() {
  if (given_ == batches_.size()) throw Error("all batches have been given");
  std::unique_lock lock(mutex_);
  changed_.wait(lock, [&] { return !ready_.empty(); });
  if (ready_.front().fault) std::rethrow_exception(ready_.front().fault);
  Batch batch = std::move(ready_.front().batch);
  const SideWork copied = std::move(ready_.front().copied);
  ready_.pop_front();
  ++given_;
  lock.unlock();
  changed_.notify_all();
  copied.join(tensors_of(batch));
  return batch;
}

}  // namespace mmim
