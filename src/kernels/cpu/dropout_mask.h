#pragma once
#include "kernels/cpu/kernels.h"
#include "kernels/cpu/simd.h"
#include "kernels/dropout_bits.h"

namespace mmim::cpu {
namespace {

/// The mask of one row: its key, spread over the lanes.
struct RowMask {
  Words low, high;
  uint32_t threshold;
  Floats scale;
  const uint32_t* columns;

  MMIM_INLINE RowMask(const DropoutMask& mask, int64_t row)
      : threshold(mask.threshold), scale(all(mask.scale)), columns(mask.columns) {
    const uint64_t key = mask.rows ? mask.rows[row] : 0;
    low = all(static_cast<uint32_t>(key));
    high = all(static_cast<uint32_t>(key >> 32));
  }
  /// x times 0 or the scale, for the columns from `column` on.
  MMIM_INLINE Floats apply(Floats x, int64_t column) const {
    const Words bits = draw(load(columns + column), low, high);
    return bits >= threshold ? x * scale : Floats{};
  }
};

}  // namespace
}  // namespace mmim::cpu
