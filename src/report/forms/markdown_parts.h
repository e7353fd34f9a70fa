#pragma once
#include "report/report.h"

namespace mmim {

/// The parts of a section of report_markdown() below its table; empty where the section has nothing of the kind.
std::string markdown_tests(const Section& section);       ///< every row against the baseline, metric by metric
std::string markdown_published(const Section& section);   ///< as published against selected on valid
std::string markdown_robustness(const Section& section);  ///< areas under the curves of what is missing
std::string markdown_intervals(const Section& section);   ///< split-conformal intervals and their coverage
std::string markdown_classes(const Section& section);     ///< confusion and reliability of classes
std::string markdown_slices(const Section& section);      ///< error by slice
std::string markdown_runs(const Section& section);        ///< every run
std::string markdown_provenance(const Section& section);  ///< where each cell comes from

}  // namespace mmim
