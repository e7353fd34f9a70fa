#pragma once
#include <string>
#include <vector>

namespace mmim {

/// Bytes of this process in memory now, and the most there ever were.
struct Resident {
  double now = 0, peak = 0;
};
Resident resident();

/// Runs this program again with `arguments` and returns what it wrote to standard output; its standard error is ours.
/// A process of its own has memory and caches of its own. Error when it cannot be run or fails.
std::string run_self(const std::vector<std::string>& arguments);

}  // namespace mmim
