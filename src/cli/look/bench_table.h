#pragma once
#include <string>

#include "bench/report.h"

namespace mmim {

/// The benchmark for people: the machine's peaks, what was computed on, and a table of rows or of growth curves.
std::string bench_text(const BenchReport& report);

}  // namespace mmim
