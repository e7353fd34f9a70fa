#pragma once
#include "core/keys.h"
#include "kernels/cuda/launch.h"

namespace mmim::cuda {
namespace {

/// The bits of one draw of dropout: a finaliser of 32 bits with little bias (kernels/dropout.h has the same).
__device__ inline uint32_t mix(uint32_t x) {
  x ^= x >> 16;
  x *= 0x7FEB352Du;
  x ^= x >> 15;
  x *= 0x846CA68Bu;
  return x ^ (x >> 16);
}

/// The zeros of one row.
struct RowZeros {
  uint32_t low = 0, high = 0, threshold = 0;
  float scale = 1;
  bool active = false;

  __device__ RowZeros(const Zeros& zeros, int64_t row) : threshold(zeros.threshold), scale(zeros.scale) {
    active = zeros.rows != nullptr;
    const uint64_t key = active ? subkey(zeros.key, static_cast<uint64_t>(zeros.rows[row])) : 0;
    low = static_cast<uint32_t>(key);
    high = static_cast<uint32_t>(key >> 32);
  }
  __device__ float apply(float x, int64_t column) const {
    if (!active) return x;
    const uint32_t column_key = mix(static_cast<uint32_t>(column) * 0x9E3779B9u + 1);
    return mix(mix(column_key ^ low) + high) >= threshold ? x * scale : 0.0f;
  }
};

}  // namespace
}  // namespace mmim::cuda
