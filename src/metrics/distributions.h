#pragma once
#include <cstdint>

namespace mmim {

/// Student's t with `degrees` of freedom: P(|T| >= |t|), exact in the far tail as well.
double t_two_sided(double t, double degrees);
/// The t below which T lies with probability `share`.
double t_quantile(double share, double degrees);

/// Gamma(a) / Gamma(b), for positive a and b.
double gamma_ratio(double a, double b);

/// The least k with P(K <= k) >= share, where K counts successes in `trials` whose common probability is
/// Beta(alpha, beta).
int64_t beta_binomial_quantile(double share, int64_t trials, double alpha, double beta);

}  // namespace mmim
