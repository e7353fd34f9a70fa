#include "metrics/regression.h"

#include <algorithm>
#include <cmath>
#include <limits>

namespace mmim {

double mean_absolute_error(const Tally& sums) { return ratio(sums.absolute_error, sums.count); }

double correlation(const Tally& sums) {
  const Moments& m = sums.moments;
  const double scale = std::sqrt(m.prediction_squares) * std::sqrt(m.truth_squares);
  if (scale == 0) return std::numeric_limits<double>::quiet_NaN();
  return std::clamp(m.products / scale, -1.0, 1.0);
}

}  // namespace mmim
