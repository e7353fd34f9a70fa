#pragma once
// A host that plays a CUDA device, so that the sources of src/kernels/cuda compile as C++ and run without one: include
// this before them. Blocks run one after the other; a block's threads are fibres of the calling thread that run in a
// fixed order from one barrier or shuffle to the next. What a device would leave undefined is an error here: a barrier
// that not all threads of the block reach, a shuffle that not all lanes of the warp reach. Shared memory begins as NaN.
// A kernel that forgets a barrier gives other results in one of the two orders.
#include <cmath>
#include <cstdint>
#include <cstring>
#include <functional>

#include "kernels/cuda_on_host.h"

#define MMIM_CUDA_ON_HOST

struct dim3 {
  unsigned x, y, z;
  dim3(unsigned x = 1, unsigned y = 1, unsigned z = 1) : x(x), y(y), z(z) {}
};

namespace mmim::on_host {

/// Runs `thread` once for each thread of each block. std::logic_error: threads wait for others that never come.
void launch(dim3 blocks, dim3 threads, size_t shared_bytes, const std::function<void()>& thread);

void* shared_memory();
void block_barrier();
/// What lane `source` of the warp gives; `bits` is what this one does.
uint64_t shuffle(uint64_t bits, int source);
int lane();

template <class T>
T shuffled(T value, int source) {
  uint64_t bits = 0;
  std::memcpy(&bits, &value, sizeof(T));
  bits = shuffle(bits, source);
  std::memcpy(&value, &bits, sizeof(T));
  return value;
}

}  // namespace mmim::on_host

inline dim3 gridDim, blockDim, blockIdx, threadIdx;

#define __global__
#define __device__
#define __shared__ static
#define MMIM_SHARED(type, name) type* const name = static_cast<type*>(mmim::on_host::shared_memory())
#define MMIM_LAUNCH(kernel, blocks, threads, shared, stream, ...) \
  mmim::on_host::launch(blocks, threads, shared, [=] { kernel(__VA_ARGS__); })
#define MMIM_UNROLL
#define MMIM_BLOCK_OF(threads)
#define MMIM_CUDA(name) name##_on_host

inline void __syncthreads() { mmim::on_host::block_barrier(); }
inline void __syncwarp() { mmim::on_host::shuffle(0, 0); }
template <class T>
T __shfl_sync(unsigned, T value, int source) {
  return mmim::on_host::shuffled(value, source);
}
template <class T>
T __shfl_xor_sync(unsigned, T value, int bits) {
  return mmim::on_host::shuffled(value, mmim::on_host::lane() ^ bits);
}
