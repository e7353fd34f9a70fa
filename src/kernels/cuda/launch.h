#pragma once
// How the kernels of this folder are launched and what their threads share. A host that plays the device
// (tests/support/cuda_on_host.h) has defined all of it before.
#ifndef MMIM_CUDA_ON_HOST
#include <cuda_runtime.h>

#include "core/error.h"

/// `shared`: bytes of dynamic shared memory. Error when the device does not take the launch.
#define MMIM_LAUNCH(kernel, blocks, threads, shared, stream, ...)                       \
  (kernel<<<blocks, threads, shared, static_cast<cudaStream_t>(stream)>>>(__VA_ARGS__), \
   mmim::cuda::check_launch(#kernel))
#define MMIM_BLOCK_OF(threads) __launch_bounds__(threads)
#define MMIM_SHARED(type, name) extern __shared__ type name[]
#define MMIM_UNROLL _Pragma("unroll")
#define MMIM_CUDA(name) name
#endif
#include <cstdint>

#include "kernels/cuda/kernels.h"

namespace mmim::cuda {
namespace {

#ifndef MMIM_CUDA_ON_HOST
inline void check_launch(const char* kernel) {
  const cudaError_t fault = cudaGetLastError();
  if (fault != cudaSuccess)
    throw Error(std::string("CUDA: ") + kernel + " was not started: " + cudaGetErrorString(fault));
}
#endif

constexpr unsigned kAllLanes = 0xFFFFFFFFu;
constexpr int kWarp = 32;
constexpr int kThreads = 256;  // of blocks over single numbers

/// The sum over a warp, the same in each lane.
__device__ inline float warp_sum(float x) {
  for (int step = kWarp / 2; step > 0; step /= 2) x += __shfl_xor_sync(kAllLanes, x, step);
  return x;
}
__device__ inline float warp_largest(float x) {
  for (int step = kWarp / 2; step > 0; step /= 2) x = fmaxf(x, __shfl_xor_sync(kAllLanes, x, step));
  return x;
}

inline unsigned blocks_of(int64_t count, int64_t each) { return static_cast<unsigned>((count + each - 1) / each); }

/// Blocks of kThreads for that many single numbers; beyond a million, threads stride.
inline unsigned blocks_over(int64_t count) {
  constexpr int64_t kMost = 4096;
  const int64_t blocks = (count + kThreads - 1) / kThreads;
  return static_cast<unsigned>(blocks < kMost ? blocks : kMost);
}

}  // namespace
}  // namespace mmim::cuda
