#pragma once
#include <span>

namespace mmim {

/// Mean and standard deviation (n - 1; NaN of one value) of a sample; both NaN of none.
struct Spread {
  double mean, deviation;
};
Spread spread_of(std::span<const double> values);

}  // namespace mmim
