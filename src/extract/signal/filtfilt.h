#pragma once
#include <vector>

#include "extract/signal/block_signal.h"

namespace mmim {

/// A rational filter b(z) / a(z), both of one length, a[0] = 1.
struct RationalFilter {
  std::vector<double> b, a;
};

/// A signal that was filtered, and its largest magnitude.
struct FilteredSignal {
  BlockSignal signal;
  double largest = 0;
};

/// Filters forwards and backwards, so that no phase is left (Gustafsson's predecessor, as MATLAB has it): odd
/// reflection by 3 (n - 1) samples at both ends and initial states of rest at the first value. A signal of no more than
/// 3 (n - 1) samples stays as it is. The states between blocks are kept, so that a block is made from its samples
/// alone.
FilteredSignal filtered_both_ways(const RationalFilter& filter, BlockSignal x);

}  // namespace mmim
