#pragma once
#include <functional>
#include <memory>

#include "core/folder_lock.h"
#include "core/side_by_side.h"
#include "experiments/search/trials.h"

namespace mmim {

/// How a search is run.
struct TunerOptions {
  std::filesystem::path folder;  ///< of the search; a folder in it for each trial
  std::string data, encoder;     ///< over the search's own; empty: its own
  std::vector<std::string> assignments;
  int64_t jobs = 1, threads = 0;  ///< runs side by side; threads of all together, 0: all usable_cores()
  bool retry = false;             ///< run again what failed
  bool keep_weights = false;      ///< keep best/ of every run
  bool other_programs = false;    ///< go on with runs of a program of other sources
};

/// Every trial of a search with its configuration as the runs will have it, in the search's order, and what all are run
/// on: opens data set and text encoder once, writes nothing. ConfigError for an option, value or model that does not
/// exist, for what reads test (train.select, train.watch_test), and for two trials that are the same.
TrialTable plan_search(const Search& search, const TunerOptions& options);

/// Runs the trials of a search in child processes that never read test. What is finished stays; what was
/// interrupted goes on.
class Tuner {
 public:
  /// As plan_search(); UsageError when the folder is in use or was begun on other data.
  Tuner(const Search& search, TunerOptions options);
  /// Called with one sentence when a run ends.
  using Tell = std::function<void(const std::string&)>;
  /// Returns false when it was stopped (stop_requested) or a run was killed from outside, with all states saved.
  bool run(const Tell& tell);
  const TrialTable& table() const { return table_; }  ///< its trials have scores once run() has returned
  int64_t threads_each() const;
  int64_t done() const { return done_; }      ///< runs that have ended
  int64_t wanted() const { return wanted_; }  ///< runs of all rungs up to now
  /// Writes trials.json, trials.csv and best.toml, the configuration of the best trial with its first seed. A best.toml
  /// that a person changed stays, and best-TRIAL.toml stands beside it. Returns that file; empty: no trial has a score.
  std::filesystem::path write() const;

 private:
  struct Wish {
    size_t trial, rung, seed;
    std::filesystem::path folder;
  };
  void check_begun() const;
  Json configuration_of(const Trial& trial, size_t rung, size_t seed) const;
  std::vector<Wish> wishes(const std::vector<size_t>& trials, size_t rung);
  bool look(const Wish& wish);  ///< true: it has ended before, and its trial knows how
  std::unique_ptr<Child> begin(const Wish& wish) const;
  std::string end(const Wish& wish, int code);
  std::filesystem::path write_best(const std::string& trial, const std::string& text) const;
  bool run_all(const std::vector<Wish>& wishes, const Tell& tell);

  const TunerOptions options_;
  std::vector<int64_t> epochs_;  ///< of each rung; empty: one, as configured
  std::unique_ptr<FolderLock> lock_;
  TrialTable table_;
  std::vector<Trial> trials_;  ///< in the search's order
  int64_t done_ = 0, wanted_ = 0;
};

}  // namespace mmim
