#include "tensor/waiting.h"

#include <omp.h>

#include <atomic>
#include <chrono>
#include <condition_variable>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <memory>
#include <mutex>
#include <thread>

#include "core/cores.h"

namespace mmim {

namespace {

constexpr double kDisturbed = 0.15;  // beside one busy process the share is about .5, alone it is below .1
constexpr std::chrono::milliseconds kInterval{50};

/// More threads than cores, which sleep. The library spins about 3 ms where it has no more threads than cores, else 100
/// rounds; it counts the threads of all regions that were not left, and threads stay for the next region.
class Crowd {
 public:
  Crowd() : thread_([this] { stay(); }) {}
  ~Crowd() {
    {
      const std::lock_guard lock(mutex_);
      leaves_ = true;
    }
    changed_.notify_all();
    thread_.join();
  }
  Crowd(const Crowd&) = delete;
  Crowd& operator=(const Crowd&) = delete;

 private:
  void stay() {
    const int count = omp_get_num_procs() + 1;
    std::atomic<int> arrived = 0;  // the compiler drops an empty region
#pragma omp parallel num_threads(count)
    ++arrived;
    std::unique_lock lock(mutex_);
    changed_.wait(lock, [this] { return leaves_; });
  }

  std::mutex mutex_;
  std::condition_variable changed_;
  bool leaves_ = false;
  std::thread thread_;  // the last member: it uses the others
};

void watch() {
  using Clock = std::chrono::steady_clock;
  Company company;
  std::unique_ptr<Crowd> crowd = std::make_unique<Crowd>();
  if (!waited_for_cores() || cgroup_quota("/")) return static_cast<void>(crowd.release());  // a quota pays for spinning
  Clock::time_point then = Clock::now();
  int64_t before = waited_for_cores().value_or(0);
  while (true) {
    std::this_thread::sleep_for(kInterval);
    const int64_t after = waited_for_cores().value_or(before);
    const Clock::time_point now = Clock::now();
    company.observe(static_cast<double>(after - before) / std::chrono::duration<double, std::nano>(now - then).count());
    before = after;
    then = now;
    if (company.alone()) crowd.reset();
    if (!company.alone() && !crowd) crowd = std::make_unique<Crowd>();
  }
}

const char* chosen_by_user() {
  for (const char* name : {"GOMP_SPINCOUNT", "OMP_WAIT_POLICY"})
    if (std::getenv(name)) return name;
  return nullptr;
}

}  // namespace

void Company::observe(double share) { calm_ = share < kDisturbed ? calm_ + 1 : 0; }

std::optional<int64_t> waited_for_cores() {
  std::error_code error;
  int64_t sum = 0;
  bool any = false;
  for (const auto& thread : std::filesystem::directory_iterator("/proc/self/task", error)) {
    std::ifstream file(thread.path() / "schedstat");
    int64_t ran = 0, waited = 0;  // nanoseconds
    if (!(file >> ran >> waited)) continue;
    sum += waited;
    any = true;
  }
  return any ? std::optional(sum) : std::nullopt;
}

void watch_company() {
  if (chosen_by_user()) return;
  static std::once_flag begun;
  std::call_once(begun, [] { std::thread(watch).detach(); });
}

std::string say_waiting() {
  if (const char* name = chosen_by_user())
    return std::string("threads wait as ") + name + " says: " + std::getenv(name);
  return "a thread that waits spins while nothing else wants the cores, else it sleeps";
}

}  // namespace mmim
