#pragma once
#include "core/keys.h"
#include "kernels/cuda/launch.h"
#include "kernels/dropout_bits.h"

namespace mmim::cuda {
namespace {

/// The mask of one row.
struct RowMask {
  uint32_t low = 0, high = 0, threshold = 0;
  float scale = 1;
  bool active = false;

  __device__ RowMask(const DropoutMask& mask, int64_t row) : threshold(mask.threshold), scale(mask.scale) {
    active = mask.rows != nullptr;
    const uint64_t key = active ? subkey(mask.key, static_cast<uint64_t>(mask.rows[row])) : 0;
    low = static_cast<uint32_t>(key);
    high = static_cast<uint32_t>(key >> 32);
  }
  __device__ float apply(float x, int64_t column) const {
    if (!active) return x;
    return draw(column_key(column), low, high) >= threshold ? x * scale : 0.0f;
  }
};

}  // namespace
}  // namespace mmim::cuda
