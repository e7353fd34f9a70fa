#include "metrics/regression.h"

#include <algorithm>
#include <cmath>
#include <limits>

namespace mmim {

double mean_absolute_error(const Tally& sums) { return ratio(sums.absolute_error, sums.count); }

double correlation(const Tally& sums) {
  constexpr double kRounding = 0x1p-23;  // a matrix product rounds equal rows of a batch differently on some CPUs
  const PairMoments& m = sums.moments;
  if (m.prediction_squares <= m.count * std::pow(kRounding * m.mean_prediction, 2))
    return std::numeric_limits<double>::quiet_NaN();
  const double scale = std::sqrt(m.prediction_squares) * std::sqrt(m.truth_squares);
  if (scale == 0) return std::numeric_limits<double>::quiet_NaN();
  return std::clamp(m.products / scale, -1.0, 1.0);
}

}  // namespace mmim
