#pragma once
#include <string>

#include "report/report.h"

namespace mmim {

/// A report on a terminal of so many columns: means, what they say, what failed. Tests and curves stand in files.
std::string report_text(const Report& report, size_t columns);

}  // namespace mmim
