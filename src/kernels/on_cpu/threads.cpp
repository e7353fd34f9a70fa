#include "kernels/on_cpu/threads.h"

#include <algorithm>
#include <atomic>
#include <cstdlib>

#include "tensor/torch.h"

namespace mmim {

namespace {

const cpu::Kernels* chosen = nullptr;

}  // namespace

const std::vector<const cpu::Kernels*>& supported_kernels() {
  static const std::vector<const cpu::Kernels*> supported = [] {
    std::vector<const cpu::Kernels*> all;
#ifdef MMIM_X86_KERNELS
    const bool wide = __builtin_cpu_supports("avx512f") && __builtin_cpu_supports("avx512bw") &&
                      __builtin_cpu_supports("avx512dq") && __builtin_cpu_supports("avx512vl");
    const bool fma = __builtin_cpu_supports("avx2") && __builtin_cpu_supports("fma");
    if (wide && fma && __builtin_cpu_supports("avx512bf16")) all.push_back(cpu::kernels_avx512_bf16());
    if (wide && fma) all.push_back(cpu::kernels_avx512());
    if (fma) all.push_back(cpu::kernels_avx2());
#endif
    all.push_back(cpu::kernels_generic());
    return all;
  }();
  return supported;
}

const cpu::Kernels& cpu_kernels() { return chosen ? *chosen : *supported_kernels().front(); }

ChosenKernels::ChosenKernels(const cpu::Kernels& kernels) : before_(chosen) { chosen = &kernels; }
ChosenKernels::~ChosenKernels() { chosen = before_; }

void share_tasks(int64_t count, const std::function<void(int64_t task)>& work) {
  const int64_t threads = std::min<int64_t>(count, at::get_num_threads());
  std::atomic<int64_t> next{0};
  at::parallel_for(0, threads, 1, [&](int64_t, int64_t) {
    for (int64_t task = next++; task < count; task = next++) work(task);
  });
}

void share_range(int64_t count, int64_t least, const std::function<void(int64_t begin, int64_t end)>& work) {
  const int64_t most = std::max<int64_t>(1, count / least), wanted = 4 * at::get_num_threads();
  const int64_t size = (count + std::min(most, wanted) - 1) / std::min(most, wanted);
  if (count > 0)
    share_tasks((count + size - 1) / size,
                [&](int64_t task) { work(task * size, std::min(count, (task + 1) * size)); });
}

float* thread_scratch(int64_t floats) {
  struct Memory {
    float* at = nullptr;
    int64_t size = 0;
    ~Memory() { std::free(at); }
  };
  thread_local Memory memory;
  if (memory.size < floats) {
    std::free(memory.at);
    memory.at = nullptr;
    memory.size = 0;
    const int64_t size = (floats + 1023) / 1024 * 1024;
    memory.at = static_cast<float*>(std::aligned_alloc(64, static_cast<size_t>(size) * sizeof(float)));
    if (!memory.at) throw std::bad_alloc();
    memory.size = size;
  }
  return memory.at;
}

void multiply(const cpu::Product& product) {
  const cpu::Kernels& kernels = cpu_kernels();
  const Tensor packed = at::empty({kernels.product_packed(product)}, at::kFloat);
  float* const rows = packed.mutable_data_ptr<float>();
  share_range(kernels.product_blocks(product), 4,
              [&](int64_t begin, int64_t end) { kernels.pack_rows(product, rows, begin, end); });
  share_tasks(kernels.product_panels(product), [&](int64_t panel) {
    kernels.product(product, rows, thread_scratch(kernels.product_scratch(product)), panel, panel + 1);
  });
}

}  // namespace mmim
