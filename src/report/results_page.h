#pragma once
#include <span>

#include "results/run_report.h"

namespace mmim {

/// Markdown: a section for each data set, split, text encoder and protocol (synthetic and real never share one), in it
/// a table of mean and standard deviation over seeds, which system has the lowest MAE, and a table of every run.
/// DataError when two runs of one system have the same seed.
std::string results_page(std::span<const RunResult> runs);

}  // namespace mmim
