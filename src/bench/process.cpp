#include "bench/process.h"

#include <fstream>

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

}  // namespace mmim
