#pragma once
#include "metrics/tally.h"

namespace mmim {

/// Mean of |prediction - truth|.
double mean_absolute_error(const Tally& sums);
/// Pearson's correlation; NaN when truths are all the same, or predictions are but for the rounding of float32.
double correlation(const Tally& sums);

}  // namespace mmim
