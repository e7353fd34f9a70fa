#pragma once
#include <string>

namespace mmim {

/// What the program does as a child of itself: the job in `argument` (core/job); returns the exit code. UsageError for
/// a job of no kind.
int do_job(const std::string& argument);

}  // namespace mmim
