#pragma once
#include "kernels/cpu/kernels.h"
#include "kernels/cpu/simd.h"

namespace mmim::cpu {
namespace {

MMIM_INLINE int64_t padded_units(int64_t hidden) { return (hidden + 1) / 2 * 2; }

/// Row of x that a lane reads at a step; the lane must still be active.
MMIM_INLINE int64_t row_of(const LstmTile& t, int64_t lane, int64_t step) {
  return t.offsets[lane] + (t.reverse ? t.lengths[lane] - 1 - step : step);
}

/// Lanes whose utterance has this step, as 0 or -1.
MMIM_INLINE Ints active_lanes(const LstmTile& t, int64_t step) {
  Ints active = {};
  for (int64_t lane = 0; lane < t.count; ++lane) active[lane] = step < t.lengths[lane] ? -1 : 0;
  return active;
}

}  // namespace
}  // namespace mmim::cpu
