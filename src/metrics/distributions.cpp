#include "metrics/distributions.h"

#include <boost/math/distributions/students_t.hpp>
#include <boost/math/special_functions/gamma.hpp>
#include <cmath>

namespace mmim {

namespace {

/// What is out of range gives NaN or infinity, not an exception.
using Quiet =
    boost::math::policies::policy<boost::math::policies::domain_error<boost::math::policies::ignore_error>,
                                  boost::math::policies::overflow_error<boost::math::policies::ignore_error>,
                                  boost::math::policies::evaluation_error<boost::math::policies::ignore_error>>;
using StudentsT = boost::math::students_t_distribution<double, Quiet>;

}  // namespace

double t_two_sided(double t, double degrees) { return 2 * cdf(complement(StudentsT(degrees), std::abs(t))); }

double t_quantile(double share, double degrees) { return quantile(StudentsT(degrees), share); }

double gamma_ratio(double a, double b) { return boost::math::tgamma_ratio(a, b, Quiet()); }

int64_t beta_binomial_quantile(double share, int64_t trials, double alpha, double beta) {
  // P(k + 1) / P(k) is a ratio of small factors; P(0) is one of Beta functions, taken in logarithms.
  const auto n = static_cast<double>(trials);
  double log_mass =
      std::lgamma(beta + n) - std::lgamma(beta) + std::lgamma(alpha + beta) - std::lgamma(alpha + beta + n);
  double below = std::exp(log_mass);
  int64_t k = 0;
  while (below < share && k < trials) {
    const auto at = static_cast<double>(k++);
    log_mass += std::log((n - at) / (at + 1) * (alpha + at) / (beta + n - at - 1));
    below += std::exp(log_mass);
  }
  return k;
}

}  // namespace mmim
