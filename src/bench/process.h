#pragma once

namespace mmim {

/// Bytes of this process in memory now, and the most there ever were.
struct Resident {
  double now = 0, peak = 0;
};
Resident resident();

/// Processes of the whole machine that ran or waited to run, over the last minute; NaN where the system does not say.
double load_average();

/// Seconds of CPU time of this process and of its children that have ended.
double cpu_seconds();

}  // namespace mmim
