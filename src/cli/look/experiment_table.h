#pragma once
#include <chrono>
#include <map>
#include <set>

#include "experiments/table/runner.h"

namespace mmim {

/// What the first and the last line of an experiment say where cells read generated data.
inline constexpr const char* kSyntheticCells =
    "SYNTHETIC data, no recordings of people (--data names a data set of your own)";
bool any_synthetic(const std::vector<CellPlan>& plans);

/// The cells of an experiment before anything runs: name, model and what the row changes.
std::string plan_table(const std::vector<CellPlan>& plans);

/// What `mmim experiment` says on standard error: on a terminal a table that is drawn again in its place (cells done,
/// running, best so far, time left), otherwise a line when a cell begins, has done epochs, or ends.
class ExperimentTable {
 public:
  ExperimentTable(const ExperimentFile& experiment, int64_t jobs, int64_t threads, bool quiet);
  void notes(const std::vector<std::string>& sentences) const;
  void show(const std::vector<CellStatus>& cells);
  void end(const std::vector<CellStatus>& cells);

 private:
  void say_ends(const std::vector<CellStatus>& cells);
  void say_progress(const std::vector<CellStatus>& cells);
  void draw(const std::vector<CellStatus>& cells);
  void clear();

  const std::string title_;
  const int64_t jobs_, threads_;
  const bool quiet_, terminal_;
  std::set<std::string> said_;            ///< cells whose end was told
  std::map<std::string, int64_t> epoch_;  ///< of running cells the last that was told
  size_t lines_ = 0;                      ///< of the table that stands on the terminal
  bool first_ = true;
};

/// The moving table as lines: how many cells are done, the running ones, the best so far, the time left.
std::vector<std::string> experiment_lines(const std::vector<CellStatus>& cells, int64_t jobs);

}  // namespace mmim
