#pragma once
#include "report/report.h"

namespace mmim {

/// A report as Markdown, for docs/results.md: a section for each table, with means, tests, published against selected
/// numbers, robustness, intervals, slices, every run, failures, and where each number comes from.
std::string report_markdown(const Report& report);

}  // namespace mmim
