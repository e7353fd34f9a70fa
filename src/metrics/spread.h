#pragma once
#include <limits>
#include <span>

namespace mmim {

/// The number of what is not defined.
inline constexpr double kNaN = std::numeric_limits<double>::quiet_NaN();

/// The sum divided by the count; NaN of none.
double mean_of(std::span<const double> values);

/// Mean and standard deviation (n - 1; NaN of one value) of a sample; both NaN of none.
struct Spread {
  double mean, deviation;
};
Spread spread_of(std::span<const double> values);

}  // namespace mmim
