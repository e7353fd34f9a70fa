#pragma once
#include "report/report.h"

namespace mmim {

/// LaTeX (booktabs) in the form of the paper's Table 2: a tabular for each section; the best mean bold, marks as in the
/// legend below it.
std::string report_tex(const Report& report);

}  // namespace mmim
