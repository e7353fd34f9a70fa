#pragma once
#include <span>
#include <vector>

namespace mmim {

/// The middle value, or the mean of the two in the middle; 0 of nothing.
double median_of(std::vector<double> values);
/// With n - 1 below; 0 of fewer than two values.
double standard_deviation(std::span<const double> values);
/// Third central moment over the second to the power 1.5; NaN where the values do not differ.
double skewness(std::span<const double> values);

}  // namespace mmim
