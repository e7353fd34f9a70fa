#pragma once
#include <span>
#include <vector>

namespace mmim {

/// A rational filter b(z) / a(z), both of one length, a[0] = 1.
struct RationalFilter {
  std::vector<double> b, a;
};

/// Filters forwards and backwards, so that no phase is left (Gustafsson's predecessor, as MATLAB has it): odd
/// reflection by 3 (n - 1) samples at both ends and initial states of rest at the first value. A signal of no more than
/// 3 (n - 1) samples stays as it is.
void filter_both_ways(const RationalFilter& filter, std::vector<double>& x);

}  // namespace mmim
