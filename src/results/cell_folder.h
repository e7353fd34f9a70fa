#pragma once
#include "results/cell.h"

namespace mmim {

/// What the folders of an experiment hold for its report.
struct CellFolder {
  std::string title, baseline;          ///< of experiment.json; empty where it has none
  std::vector<std::string> order;       ///< rows as they stand in the experiment's file, where it says so
  std::vector<Cell> cells;              ///< by name; a copy counts once; notes as experiment.json has them now
  std::vector<std::string> open;        ///< names of cells that were wanted and have not come to an end
  Json cases;                           ///< all utterances of cases.json files; null: none
  std::vector<std::string> left_out;    ///< folders and JSON files that are no cell
  std::vector<std::string> superseded;  ///< of runs: RunCells::superseded
};

/// Whether a folder is an experiment's: run folders with a cell in them, or files of published cells (NAME.json).
bool holds_cells(const std::filesystem::path& folder);

/// Reads one experiment from all of `folders`. DataError names the file, and the key, that is missing or damaged.
CellFolder read_cell_folders(const std::vector<std::filesystem::path>& folders);

}  // namespace mmim
