#pragma once
#include <functional>
#include <vector>

#include "kernels/cpu/kernels.h"

namespace mmim {

/// The kernels of every instruction set that this build has and this CPU supports, the fastest first.
const std::vector<const cpu::Kernels*>& supported_kernels();
/// The first of them, unless a ChosenKernels lives.
const cpu::Kernels& cpu_kernels();

/// While it lives, cpu_kernels() are these: for tests and benchmarks.
class ChosenKernels {
 public:
  explicit ChosenKernels(const cpu::Kernels& kernels);
  ChosenKernels(const ChosenKernels&) = delete;
  ChosenKernels& operator=(const ChosenKernels&) = delete;
  ~ChosenKernels();

 private:
  const cpu::Kernels* before_;
};

/// Runs work(task) for task 0 .. count - 1 on all threads; each takes the next one as it gets free.
void share_tasks(int64_t count, const std::function<void(int64_t task)>& work);
/// The same in stretches of at least `least` numbers of 0 .. count - 1.
void share_range(int64_t count, int64_t least, const std::function<void(int64_t begin, int64_t end)>& work);

/// At least `floats` numbers of memory that belongs to the calling thread, aligned to 64 bytes; what it holds is
/// whatever was left there. The next call in the same thread may give the same memory.
float* thread_scratch(int64_t floats);

/// One product on all threads.
void multiply(const cpu::Product& product);

}  // namespace mmim
