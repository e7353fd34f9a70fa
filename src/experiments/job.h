#pragma once
#include <memory>

#include "core/job.h"
#include "core/process.h"
#include "train/observer.h"

namespace mmim {

/// What experiments and searches ask of child processes about one run folder, which holds wanted.toml.
struct RunJob {
  std::string folder;
  int64_t threads = 1;
  bool test = true;  ///< read test once trained

  template <class Self, class Visit>
  static void each_field(Self& self, const Visit& visit) {
    visit("folder", self.folder);
    visit("threads", self.threads);
    visit("test", self.test);
  }
};

inline constexpr const char* kTrainJob = "train";         ///< begins the run that is wanted, or goes on with it
inline constexpr const char* kFinishJob = "finish cell";  ///< makes the cell of a run that is trained

/// Starts a process that does a job of this `kind`; it says what it says in log.txt of the folder.
std::unique_ptr<Child> start_job(const std::string& kind, const RunJob& job);

/// Trains, from wanted.toml or where the run stands; the exit code of the process.
int do_train_job(const RunJob& job, Observer& observer);

/// Writes cell.json of what wanted.json wants, and then keeps no weights where none are wanted.
int do_finish_job(const RunJob& job);

}  // namespace mmim
