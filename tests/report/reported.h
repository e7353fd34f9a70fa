#pragma once
#include <gtest/gtest.h>

#include "report/report.h"
#include "support/fake_cells.h"

namespace mmim {

/// A cell of the row for each value, of seeds that count from `first_seed`.
inline std::vector<Cell> cells_of(const std::string& row, const std::vector<double>& values, int64_t first_seed = 1) {
  std::vector<Cell> cells;
  for (const double value : values) cells.push_back(fake_cell(row, first_seed++, value));
  return cells;
}

inline std::vector<Cell> joined(std::vector<Cell> one, const std::vector<Cell>& other) {
  one.insert(one.end(), other.begin(), other.end());
  return one;
}

inline TableRow row_named(const Report& report, const std::string& name) {
  for (const TableRow& row : report.sections.at(0).rows)
    if (row.name == name) return row;
  ADD_FAILURE() << "no row " << name;
  return {};
}

/// A row of the report of all these cells.
inline TableRow row_of_report(const std::vector<Cell>& cells, const std::string& name) {
  return row_named(report_of(cells, {}), name);
}

}  // namespace mmim
