#pragma once
#include "predict/evaluation.h"

namespace mmim {

/// Metrics with 95 % intervals, aligned; shares in percent.
std::string scorecard_table(const Scorecard& scores);

/// For people, in lines: what was evaluated, and what must be said beside it.
std::string heading_of(const Evaluation& evaluation);
/// That, and the table of its metrics.
std::string table_of(const Evaluation& evaluation);

}  // namespace mmim
