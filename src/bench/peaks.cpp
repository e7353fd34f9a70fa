#include "bench/peaks.h"

#include <unistd.h>

#include <algorithm>
#include <fstream>
#include <thread>

#include "bench/measure.h"
#include "tensor/torch.h"
#if defined(__x86_64__)
#include <immintrin.h>
#endif

namespace mmim {

namespace {

/// Runs `steps` steps of independent chains of products; the sum keeps the compiler from leaving them out. Every loop
/// over `sums` is unrolled, else the compiler keeps them in memory.
struct Loop {
  const char* unit;
  double operations;  ///< per step
  float (*run)(int64_t steps);
};

using Four = float __attribute__((vector_size(16)));

float generic_products(int64_t steps) {
  Four sums[8];
#pragma GCC unroll 8
  for (int i = 0; i < 8; ++i) sums[i] = Four{} + static_cast<float>(i);
  const Four x = Four{} + 1.0000001f, y = Four{} + 1e-9f;
  for (int64_t step = 0; step < steps; ++step)
#pragma GCC unroll 8
    for (int i = 0; i < 8; ++i) sums[i] = sums[i] * x + y;
  Four sum = sums[0];
#pragma GCC unroll 8
  for (int i = 1; i < 8; ++i) sum += sums[i];
  return sum[0] + sum[1] + sum[2] + sum[3];
}

#if defined(__x86_64__)
__attribute__((target("avx2,fma"))) float avx2_products(int64_t steps) {
  __m256 sums[12];
#pragma GCC unroll 12
  for (int i = 0; i < 12; ++i) sums[i] = _mm256_set1_ps(static_cast<float>(i));
  const __m256 x = _mm256_set1_ps(1.0000001f), y = _mm256_set1_ps(1e-9f);
  for (int64_t step = 0; step < steps; ++step)
#pragma GCC unroll 12
    for (int i = 0; i < 12; ++i) sums[i] = _mm256_fmadd_ps(sums[i], x, y);
  __m256 sum = sums[0];
#pragma GCC unroll 12
  for (int i = 1; i < 12; ++i) sum = _mm256_add_ps(sum, sums[i]);
  return _mm256_cvtss_f32(sum);
}

__attribute__((target("avx512f"))) float avx512_products(int64_t steps) {
  __m512 sums[24];
#pragma GCC unroll 24
  for (int i = 0; i < 24; ++i) sums[i] = _mm512_set1_ps(static_cast<float>(i));
  const __m512 x = _mm512_set1_ps(1.0000001f), y = _mm512_set1_ps(1e-9f);
  for (int64_t step = 0; step < steps; ++step)
#pragma GCC unroll 24
    for (int i = 0; i < 24; ++i) sums[i] = _mm512_fmadd_ps(sums[i], x, y);
  __m512 sum = sums[0];
#pragma GCC unroll 24
  for (int i = 1; i < 24; ++i) sum = _mm512_add_ps(sum, sums[i]);
  return _mm512_cvtss_f32(sum);
}

__attribute__((target("avx512f,avx512bf16"))) float bf16_products(int64_t steps) {
  __m512 sums[24];
#pragma GCC unroll 24
  for (int i = 0; i < 24; ++i) sums[i] = _mm512_set1_ps(static_cast<float>(i));
  const __m512bh x = reinterpret_cast<__m512bh>(_mm512_set1_epi32(0x3f803f80));  // ones
  for (int64_t step = 0; step < steps; ++step)
#pragma GCC unroll 24
    for (int i = 0; i < 24; ++i) sums[i] = _mm512_dpbf16_ps(sums[i], x, x);
  __m512 sum = sums[0];
#pragma GCC unroll 24
  for (int i = 1; i < 24; ++i) sum = _mm512_add_ps(sum, sums[i]);
  return _mm512_cvtss_f32(sum);
}
#endif

Loop fp32_loop() {
#if defined(__x86_64__)
  if (__builtin_cpu_supports("avx512f")) return {"AVX-512", 24.0 * 16 * 2, avx512_products};
  if (__builtin_cpu_supports("avx2") && __builtin_cpu_supports("fma")) return {"AVX2", 12.0 * 8 * 2, avx2_products};
#endif
  return {"generic", 8.0 * 4 * 2, generic_products};
}

std::optional<Loop> bf16_loop() {
#if defined(__x86_64__)
  if (__builtin_cpu_supports("avx512bf16")) return Loop{"AVX-512", 24.0 * 32 * 2, bf16_products};
#endif
  return {};
}

/// Best of several tries: a peak is what the machine can do when nothing disturbs it.
double best_rate(double work, const std::function<void()>& run) {
  double best = 1e300;
  run();
  for (int i = 0; i < 5; ++i) best = std::min(best, seconds_of(run));
  return work / best;
}

/// `work(i)` in each of so many threads. Threads of our own: a parallel loop of LibTorch's header would run in one, as
/// this is compiled without OpenMP.
void in_threads(int threads, const std::function<void(int)>& work) {
  std::vector<std::jthread> others;
  for (int i = 1; i < threads; ++i) others.emplace_back(work, i);
  work(0);
}

double rate_of(const Loop& loop, int threads) {
  constexpr int64_t kSteps = 3'000'000;
  std::vector<float> kept(static_cast<size_t>(threads));
  return best_rate(loop.operations * kSteps * threads,
                   [&] { in_threads(threads, [&](int i) { kept[static_cast<size_t>(i)] = loop.run(kSteps); }); });
}

using Eight = float __attribute__((vector_size(32), aligned(4), may_alias));

#if defined(__x86_64__)
__attribute__((target_clones("avx512f", "avx2", "default")))
#endif
void triad(float* x, const float* y, const float* z, int64_t count) {
  for (int64_t i = 0; i + 8 <= count; i += 8)
    *reinterpret_cast<Eight*>(x + i) =
        *reinterpret_cast<const Eight*>(y + i) + 3.f * *reinterpret_cast<const Eight*>(z + i);
}

/// Elements of an array far larger than the last cache.
int64_t triad_elements() {
  const long cache = sysconf(_SC_LEVEL3_CACHE_SIZE);
  return std::clamp<int64_t>(4 * static_cast<int64_t>(cache), int64_t{128} << 20, int64_t{1} << 30) / 4;
}

double triad_rate(int threads) {
  const int64_t part = triad_elements() / threads / 8 * 8, count = part * threads;
  const Tensor x = at::zeros({count}), y = at::ones({count}), z = at::ones({count});
  float* to = x.mutable_data_ptr<float>();
  const float *from = y.const_data_ptr<float>(), *other = z.const_data_ptr<float>();
  return best_rate(12.0 * static_cast<double>(count), [&] {
    in_threads(threads, [&](int i) { triad(to + i * part, from + i * part, other + i * part, part); });
  });
}

}  // namespace

Peaks measure_peaks() {
  Peaks peaks;
  peaks.threads = at::get_num_threads();
  const Loop fp32 = fp32_loop();
  peaks.unit = fp32.unit;
  peaks.fp32_one = rate_of(fp32, 1);
  peaks.fp32 = rate_of(fp32, peaks.threads);
  if (const std::optional<Loop> bf16 = bf16_loop()) {
    peaks.bf16_one = rate_of(*bf16, 1);
    peaks.bf16 = rate_of(*bf16, peaks.threads);
  }
  peaks.triad = triad_rate(peaks.threads);
  peaks.memory = peaks.triad * 4 / 3;
  return peaks;
}

Json Peaks::to_json() const {
  const auto rate = [](double value) { return value > 0 ? Json(value / 1e9) : Json(nullptr); };
  return {{"cpu", cpu_name()},
          {"threads", threads},
          {"unit", unit},
          {"fp32_one_thread_gflops", rate(fp32_one)},
          {"fp32_gflops", rate(fp32)},
          {"bf16_one_thread_gflops", rate(bf16_one)},
          {"bf16_gflops", rate(bf16)},
          {"triad_3_streams_gb_per_s", rate(triad)},
          {"triad_with_write_allocate_gb_per_s", rate(memory)}};
}

Peaks best_of(const Peaks& a, const Peaks& b) {
  Peaks best = a;
  for (double Peaks::*rate :
       {&Peaks::fp32_one, &Peaks::fp32, &Peaks::bf16_one, &Peaks::bf16, &Peaks::triad, &Peaks::memory})
    best.*rate = std::max(a.*rate, b.*rate);
  return best;
}

std::string cpu_name() {
  std::ifstream info("/proc/cpuinfo");
  for (std::string line; std::getline(info, line);)
    if (line.starts_with("model name") && line.find(": ") != std::string::npos) return line.substr(line.find(": ") + 2);
  return "unknown";
}

}  // namespace mmim
