#pragma once
// Tiles of 8 also where vectors have 16: fewer lanes wait for the longest utterance, and there are tiles for more
// threads. On a CPU that takes two halves for a vector of 16 this is 1.5 to 2 times as fast.
#if defined(__AVX512F__)
#define MMIM_LANES 8
#endif
#include "kernels/cpu/kernels.h"
#include "kernels/cpu/simd.h"

namespace mmim::cpu {
namespace {

/// Units whose gates are summed at once: as many as registers hold.
#if defined(__AVX512F__)
constexpr int kUnits = 4;
#else
constexpr int kUnits = 2;
#endif
MMIM_INLINE int64_t padded_units(int64_t hidden) { return (hidden + kUnits - 1) / kUnits * kUnits; }

/// Floats from one step to the next: a cache line more than there are, as steps 4 KiB apart would all want the same few
/// lines of the first-level cache.
MMIM_INLINE int64_t gates_stride(int64_t hidden) { return (4 * padded_units(hidden)) * kLanes + 16; }
MMIM_INLINE int64_t states_stride(int64_t hidden) { return padded_units(hidden) * kLanes + 16; }

/// Row of x that a lane reads at a step; the lane must still be active.
MMIM_INLINE int64_t row_of(const LstmTile& t, int64_t lane, int64_t step) {
  return t.offsets[lane] + (t.reverse ? t.lengths[lane] - 1 - step : step);
}

/// Lengths of the tile's utterances; 0 in lanes without one.
MMIM_INLINE Ints lengths_of(const LstmTile& t) {
  Ints lengths = {};
  for (int64_t lane = 0; lane < t.count; ++lane) lengths[lane] = static_cast<int32_t>(t.lengths[lane]);
  return lengths;
}

/// Lanes whose utterance has this step, as 0 or -1.
MMIM_INLINE Ints active_lanes(Ints lengths, int64_t step) { return lengths > static_cast<int32_t>(step); }

}  // namespace
}  // namespace mmim::cpu
