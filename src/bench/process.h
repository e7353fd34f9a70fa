#pragma once

namespace mmim {

/// Bytes of this process in memory now, and the most there ever were.
struct Resident {
  double now = 0, peak = 0;
};
Resident resident();

}  // namespace mmim
