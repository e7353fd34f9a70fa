#pragma once
#include "core/json.h"

namespace mmim {

/// LaTeX (booktabs) in the form of the paper's Table 2: a tabular for each section; MAE, Corr, Acc-7, Acc-2 and F1, the
/// best mean bold, marks as in the legend below it.
std::string report_tex(const Json& report);

/// Rows as MMSA writes them: Model, then (mean, std) in percent, the deviation that of the population. Its Loss is left
/// empty. A file for one section; of several, each row is preceded by the section's title, which MMSA has not.
std::string report_csv(const Json& report);

}  // namespace mmim
