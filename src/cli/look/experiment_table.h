#pragma once
#include <chrono>
#include <set>

#include "experiments/table/runner.h"

namespace mmim {

/// The cells of an experiment before anything runs: name, model and what the row changes.
std::string plan_table(const std::vector<CellPlan>& plans);

/// What `mmim experiment` says on standard error: on a terminal a table that is drawn again in its place (cells done,
/// running, best so far, time left), otherwise a line when a cell ends.
class ExperimentTable {
 public:
  ExperimentTable(const ExperimentFile& experiment, int64_t jobs, int64_t threads, bool quiet);
  void notes(const std::vector<std::string>& sentences) const;
  void show(const std::vector<CellStatus>& cells);
  void end(const std::vector<CellStatus>& cells);

 private:
  void say_ends(const std::vector<CellStatus>& cells);
  void draw(const std::vector<CellStatus>& cells);
  void clear();

  const std::string title_;
  const int64_t jobs_, threads_;
  const bool quiet_, terminal_;
  std::set<std::string> said_;  ///< cells whose end was told
  size_t lines_ = 0;            ///< of the table that stands on the terminal
  bool first_ = true;
};

/// The moving table as lines: how many cells are done, the running ones, the best so far, the time left.
std::vector<std::string> experiment_lines(const std::vector<CellStatus>& cells, int64_t jobs);

}  // namespace mmim
