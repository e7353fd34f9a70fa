#pragma once
#include "report/report.h"

namespace mmim {

/// Rows as MMSA writes them: Model, then (mean, std) in percent, the deviation that of the population. Metrics that
/// MMSA does not have for a scale follow under their own names; its Loss is left empty. A file for one section; of
/// several, each row is preceded by the section's title, which MMSA has not.
std::string report_csv(const Report& report);

}  // namespace mmim
