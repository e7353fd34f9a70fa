#pragma once
#include "report/sections.h"

namespace mmim {

/// The values of a metric over the finished cells of a row, by seed; NaN where undefined.
std::vector<double> values_of(const ReportRow& row, const std::string& metric);

/// name, system, note, n, seeds, failed cells with their reasons; of each metric, and of the validation MAE, mean,
/// standard deviation (n - 1) and values by seed; as published beside as selected; where each number comes from.
Json row_json(const ReportRow& row);

}  // namespace mmim
