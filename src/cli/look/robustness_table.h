#pragma once
#include <string>

#include "core/json.h"

namespace mmim {

/// What `robustness()` found of one metric, for people: a table for the streams and one for the rows that are missing,
/// a line for each share, mean ± standard deviation over the draws, and the area under each curve.
std::string robustness_table(const Json& curves, const std::string& metric);

}  // namespace mmim
