#pragma once
#include "metrics/tally.h"

namespace mmim {

/// Mean of |prediction - truth|, nothing clipped.
double mean_absolute_error(const Tally& sums);
/// Pearson's correlation; NaN when predictions or truths are all the same.
double correlation(const Tally& sums);

}  // namespace mmim
