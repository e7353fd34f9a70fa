#include "bench/process.h"

#include <sys/resource.h>

#include <cstdlib>
#include <fstream>
#include <limits>

namespace mmim {

Resident resident() {
  Resident found;
  std::ifstream status("/proc/self/status");
  for (std::string word; status >> word;) {
    double* target = word == "VmRSS:" ? &found.now : word == "VmHWM:" ? &found.peak : nullptr;
    if (target && status >> *target) *target *= 1024;
  }
  return found;
}

double load_average() {
  double load = 0;
  return ::getloadavg(&load, 1) == 1 ? load : std::numeric_limits<double>::quiet_NaN();
}

double cpu_seconds() {
  double seconds = 0;
  for (const int whose : {RUSAGE_SELF, RUSAGE_CHILDREN}) {
    rusage usage{};
    ::getrusage(whose, &usage);
    for (const timeval& time : {usage.ru_utime, usage.ru_stime})
      seconds += static_cast<double>(time.tv_sec) + 1e-6 * static_cast<double>(time.tv_usec);
  }
  return seconds;
}

}  // namespace mmim
