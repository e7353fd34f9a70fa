#include "serve/work_threads.h"

namespace mmim {

WorkThreads::WorkThreads(int64_t threads, int64_t most) : most_(most) {
  for (int64_t i = 0; i < threads; ++i) threads_.emplace_back([this] { loop(); });
}

WorkThreads::~WorkThreads() {
  {
    const std::lock_guard lock(mutex_);
    ending_ = true;
  }
  changed_.notify_all();
  for (std::thread& thread : threads_) thread.join();
}

bool WorkThreads::run(std::function<void()> work) {
  {
    const std::lock_guard lock(mutex_);
    if (ending_ || static_cast<int64_t>(waiting_.size()) >= most_) return false;
    waiting_.push_back(std::move(work));
  }
  changed_.notify_one();
  return true;
}

void WorkThreads::loop() {
  while (true) {
    std::function<void()> work;
    {
      std::unique_lock lock(mutex_);
      changed_.wait(lock, [&] { return ending_ || !waiting_.empty(); });
      if (waiting_.empty()) return;
      work = std::move(waiting_.front());
      waiting_.pop_front();
    }
    work();
  }
}

}  // namespace mmim
