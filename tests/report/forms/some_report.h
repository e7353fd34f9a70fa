#pragma once
#include "report/report.h"
#include "support/expect_in.h"
#include "support/fake_cells.h"

namespace mmim {

inline const std::string kHostile = "</script><script>alert(1)</script> & \"x\" | \\_{y}\n_z_";

/// A baseline, a row that differs, a hostile one and one that failed.
inline std::vector<Cell> some_cells() {
  std::vector<Cell> cells;
  for (int64_t seed = 1; seed <= 3; ++seed) {
    const auto by = static_cast<double>(seed) / 1000;
    cells.push_back(fake_cell("MMIM", seed, .5 + by));
    cells.push_back(fake_cell("TFN", seed, .7 + by + (seed == 2 ? .0001 : 0)));
    cells.push_back(fake_cell(kHostile, seed, .5 - by));
  }
  cells.push_back(fake_failure("no history", 1, "the loss <is> NaN"));
  cells[0].note = "three | seeds";
  return cells;
}

inline Report some_report() {
  return report_of(some_cells(), {.title = "T & <i>", .baseline = "", .order = {}, .marks = {}});
}

}  // namespace mmim
