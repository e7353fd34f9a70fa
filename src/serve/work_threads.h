#pragma once
#include <condition_variable>
#include <deque>
#include <functional>
#include <mutex>
#include <thread>
#include <vector>

namespace mmim {

/// Threads that run what is given to them, in order; at most `most` wait.
class WorkThreads {
 public:
  WorkThreads(int64_t threads, int64_t most);
  ~WorkThreads();  ///< runs what waits, then ends
  /// False when there is no place. `work` must not throw.
  bool run(std::function<void()> work);

 private:
  void loop();

  const int64_t most_;
  std::mutex mutex_;
  std::condition_variable changed_;
  std::deque<std::function<void()>> waiting_;
  bool ending_ = false;
  std::vector<std::thread> threads_;
};

}  // namespace mmim
