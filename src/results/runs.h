#pragma once
#include "results/run_report.h"

namespace mmim {

/// Finished run folders as the cells of one report.
struct RunCells {
  std::vector<Cell> cells;
  Json cases;                           ///< all utterances of cases.json in the run folders; null: none
  std::vector<std::string> left_out;    ///< what lies in folders of runs and is no finished run, with the reason
  std::vector<std::string> superseded;  ///< sentences on runs for which a later one of the same row and seed stands
};

/// `places`: run folders, and folders with run folders in them. Rows are named by name_rows(). Of several runs of one
/// row, seed and table, the run that was named stands for those of folders, else the run that ended last. UsageError
/// for a run that was named and has not finished, and for a place with no finished run; DataError names a file that is
/// damaged.
RunCells read_runs(const std::vector<std::filesystem::path>& places, const ChangesOf& changes_of);

/// Names the row of each run by the system alone. Where runs of one system have different options, a name also tells
/// the options that not all of them share; where that is long, "variant 1", "variant 2" in the order in which they
/// stand.
void name_rows(std::vector<Cell>& runs);

}  // namespace mmim
