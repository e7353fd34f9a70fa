#pragma once
#include <chrono>
#include <functional>
#include <memory>

#include "core/folder_lock.h"
#include "core/side_by_side.h"
#include "experiments/table/finished_cell.h"

namespace mmim {

/// How an experiment is run.
struct RunnerOptions {
  std::filesystem::path folder;     ///< of the experiment; one run folder in it for each cell
  std::filesystem::path published;  ///< a folder of cells taken as finished where they agree; may be empty or missing
  int64_t jobs = 1, threads = 0;    ///< cells side by side; threads of all together, 0: all usable_cores()
  bool retry = false;               ///< run cells again that failed
  bool other_programs = false;      ///< take finished cells of programs with other sources (they say so)
};

/// Where a cell stands.
struct CellStatus {
  enum class State { waiting, running, finished, failed, killed, published } state = State::waiting;
  CellPlan plan;
  int64_t epoch = 0, epochs = 0;                ///< while it runs: the last that is done, and the most there can be
  double valid = 0;                             ///< the lowest validation loss so far; NaN: none yet
  double seconds = 0;                           ///< since it began in this command; of a finished cell: of its training
  std::chrono::steady_clock::time_point began;  ///< in this command
  std::string reason;                           ///< of a failure, or why a process was killed from outside
  std::optional<Cell> cell;  ///< once finished or failed; before that, one that robustness is to be added to
};

/// Brings the cells of an experiment to their end in child processes of this program. What is finished stays; what was
/// interrupted goes on from its saved state.
class Runner {
 public:
  /// Reads what is there. UsageError when the folder is in use, or holds a cell of another configuration or data.
  Runner(const ExperimentFile& experiment, std::vector<CellPlan> plans, RunnerOptions options);
  /// `tell` is called when a cell begins or ends, and about once a second. Returns whether all cells came to an end;
  /// false: stop_requested, or a process was killed from outside; all states are saved.
  bool run(const std::function<void(const std::vector<CellStatus>&)>& tell);
  const std::vector<CellStatus>& cells() const { return cells_; }
  int64_t threads_each() const;
  /// Sentences on what was found and not used.
  const std::vector<std::string>& notes() const { return notes_; }

 private:
  void look(CellStatus& status);
  void check_begun(const CellStatus& status) const;
  bool agrees(Provenance other, const CellStatus& status) const;
  bool lacks_robustness(const CellStatus& status, const Cell& cell);  ///< false with a note: wanted, but impossible
  void take(CellStatus& status, Cell cell, CellStatus::State state);
  std::optional<SideBySide::Started> begin_next();
  std::unique_ptr<Child> next_step(const CellStatus& status) const;
  std::unique_ptr<Child> advance(CellStatus& status, int code);  ///< null: the cell came to an end
  void fail(CellStatus& status, const std::string& reason);
  std::filesystem::path folder_of(const CellStatus& status) const { return options_.folder / status.plan.name; }
  CellWish wish_of(const CellStatus& status) const;
  CellWish wish_now(const CellStatus& status) const;

  const ExperimentFile experiment_;
  const RunnerOptions options_;
  std::unique_ptr<FolderLock> lock_;
  std::vector<CellStatus> cells_;
  std::vector<std::string> notes_;
};

}  // namespace mmim
