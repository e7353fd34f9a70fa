#pragma once
#include "report/sections.h"

namespace mmim {

/// Every row with finished cells against `baseline`, metric by metric: row -> metric -> {"difference", "g", "paired",
/// "welch", "bootstrap", "better"}. difference: of the means, row - baseline. paired: over the seeds both have; welch:
/// over all seeds of each; bootstrap: over test videos, the same draws for both, the statistic being the mean over
/// seeds. A test is {"p", "holm", "low", "high", ...} or {"undefined": why}; low and high: 95 % of the difference.
/// holm: p after Holm over the rows of this section with this metric and test.
Json tests_json(const ReportSection& section, const ReportRow& baseline);

inline constexpr double kSignificant = 0.05;

/// Whether a test of tests_json() was made and its p after Holm is below kSignificant.
bool significant(const Json& test);

}  // namespace mmim
