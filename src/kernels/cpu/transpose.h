#pragma once
#include "kernels/cpu/simd.h"

namespace mmim::cpu {
namespace {

/// One stage: lanes whose bit `S` differs from their row's change places with the row S further on.
template <int S>
MMIM_INLINE void exchange(Floats* rows) {
  Ints low, high;
  for (int i = 0; i < MMIM_LANES; ++i) {
    low[i] = i & S ? i - S + MMIM_LANES : i;
    high[i] = i & S ? i + MMIM_LANES : i + S;
  }
#pragma GCC unroll 16
  for (int i = 0; i < MMIM_LANES; ++i) {
    if (i & S) continue;
    const Floats a = rows[i], b = rows[i + S];
    rows[i] = __builtin_shuffle(a, b, low);
    rows[i + S] = __builtin_shuffle(a, b, high);
  }
}

/// rows[i][j] becomes rows[j][i].
MMIM_INLINE void transpose(Floats* rows) {
  exchange<1>(rows);
  exchange<2>(rows);
#if MMIM_LANES >= 8
  exchange<4>(rows);
#endif
#if MMIM_LANES >= 16
  exchange<8>(rows);
#endif
}

}  // namespace
}  // namespace mmim::cpu
