#pragma once
#include <span>
#include <string>
#include <vector>

namespace mmim {

/// A two-sided t-test of means, a value for each seed. NaN where there is none; `difference` is always given when both
/// sides have a value.
struct TTest {
  double statistic, degrees, p;
  double difference, low, high;  ///< mean of a - mean of b, and its 95 % interval
  std::string why_undefined;     ///< "2 common seeds, 3 are needed", "zero spread"; empty where there is a test
};
inline constexpr size_t kFewestSeeds = 3;

/// Over pairs of one seed, as the paper does; 3 are needed. Undefined when a value is not finite or when all
/// differences are the same but for rounding. UsageError when the lengths differ. Equals SciPy's ttest_rel.
TTest paired_t(std::span<const double> a, std::span<const double> b);

/// Welch's, which takes seeds of two systems as the unrelated draws that they are. It exists for 2 values on each side,
/// but a spread of 2 says next to nothing: 3 are asked for here too. Undefined as above, and when neither side spreads.
/// Equals SciPy's ttest_ind(equal_var=False).
TTest welch_t(std::span<const double> a, std::span<const double> b);

/// p-values adjusted by Holm's step-down, in the order given; NaN stays NaN and is not counted among the tests.
std::vector<double> holm(std::span<const double> p);

/// Difference of means over the pooled standard deviation, times Hedges' exact correction for small samples,
/// Gamma(df/2) / (sqrt(df/2) Gamma((df-1)/2)) with df = n_a + n_b - 2 (Hedges 1981, equation 6e). NaN when a side has
/// fewer than 2 values or none spreads.
double hedges_g(std::span<const double> a, std::span<const double> b);

}  // namespace mmim
