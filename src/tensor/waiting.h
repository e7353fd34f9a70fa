#pragma once
#include <cstdint>
#include <optional>
#include <string>

namespace mmim {

/// Whether this process has its cores to itself, judged in intervals.
class Company {
 public:
  /// `share`: the time that all threads together were ready and had no core, as a share of the interval. From .15 on
  /// the process is not alone; it is alone again after ten intervals below. At first it is not.
  void observe(double share);
  bool alone() const { return calm_ >= kCalmIntervals; }

 private:
  static constexpr int64_t kCalmIntervals = 10;
  int64_t calm_ = 0;
};

/// Nanoseconds that the living threads of this process were ready and had no core; nothing where the system does not
/// tell.
std::optional<int64_t> waited_for_cores();

/// From now on a thread that waits for another spins while this process has its cores to itself. Otherwise the thread
/// sleeps soon, since a thread that spins takes the time slice of the thread it waits for. Holds for regions of the
/// GNU OpenMP library: those of this program and those of LibTorch. Where the user chose (OMP_WAIT_POLICY,
/// GOMP_SPINCOUNT), nothing is done. The first call counts.
void watch_company();

/// How threads wait, in words.
std::string say_waiting();

}  // namespace mmim
