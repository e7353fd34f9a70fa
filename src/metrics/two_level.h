#pragma once
#include <cmath>

#include "metrics/draws.h"

namespace mmim {

/// Whether two systems differ on other seeds and other test videos. The variance of the difference of means has two
/// levels: seeds, s_a²/n_a + s_b²/n_b, a system by itself; and test videos, the bootstrap variance of the difference of
/// means (videos jointly), less the seed-by-video part that the first level holds already, at least 0. Difference over
/// error is taken as Student's t with Satterthwaite's degrees of freedom (n - 1 of each system, (videos - 1) / 2).
struct TwoLevelTest {
  double difference = std::nan("");                        ///< mean of a - mean of b, as measured
  double error = std::nan("");                             ///< standard error
  double degrees = std::nan("");                           ///< of freedom
  double p = std::nan("");                                 ///< two-sided
  double low = std::nan(""), high = std::nan("");          ///< the 95 % interval
  double at_least = std::nan(""), at_most = std::nan("");  ///< ends of the one-sided 95 % intervals
  double detectable = std::nan("");  ///< true difference that p < .05 finds in 80 % of experiments like this one
  double seed_share = std::nan("");  ///< of the variance, that of the first level
  int64_t used = 0;                  ///< draws; those without a value in some run are left out
  std::string why_undefined = {};    ///< empty where there is a p; else all numbers but the difference are NaN
};

/// Of one metric, with the arguments of bootstrap_test(), UsageError included; 3 runs a side are needed. Without an
/// effect of videos it is welch_t(). It assumes seeds and videos drawn independently and means that are about normal.
/// Size on made-up predictions with effects of seed, video and seed by video (31 videos of 10 to 43 utterances, 6,000
/// data sets a mix): 4.1 to 5.8 % with 3, 5 and 10 seeds, with equal variances and with a fourth of them in one system.
/// Outside of that: 3.6 % with 3 seeds and no effect of videos; up to 6.2 % with 3 seeds when one system has 16 times
/// the variances of the other, up to 7.1 % with 3 seeds against 10, where seeds have most of the variance, as in
/// Welch's.
TwoLevelTest two_level_test(const std::string& metric, std::span<const MetricDraws* const> a,
                            std::span<const double> a_values, std::span<const MetricDraws* const> b,
                            std::span<const double> b_values);

}  // namespace mmim
