#pragma once
#include "train/schedule.h"
#include "train/update.h"

namespace mmim {

/// What comes next: a batch of a stage of an epoch, all from 0; a stage beyond the last means the end of the epoch.
struct Position {
  int64_t epoch = 0, stage = 0, batch = 0;
};

/// Means of loss terms over a pass: sum and count, divided last.
class TermMeans {
 public:
  void add(const std::string& stage, const UpdateResult& result);
  std::vector<std::pair<std::string, double>> means() const;  ///< "stage/term", in order of first appearance
  Json to_json() const;
  void restore(const Json& state);

 private:
  struct Sum {
    std::string name;
    double sum;
    int64_t count;
  };
  std::vector<Sum> sums_;
};

/// The epoch whose model is in best/.
struct Best {
  int64_t epoch = 0;  ///< from 1; 0: none yet
  double valid_loss = std::numeric_limits<double>::infinity();
  double test_mae = std::numeric_limits<double>::infinity();  ///< recorded only where test is read
};

/// All of a run that is neither tensors nor configuration.
struct RunState {
  /// `updates`: of each stage in a whole run.
  RunState(const std::vector<Stage>& stages, const std::vector<int64_t>& updates, int64_t patience);
  Position position;
  TermMeans means;  ///< of the epoch that is going on
  Stopper stopper;
  std::vector<Schedule> schedules;  ///< one a stage
  Best best;
  int64_t updates = 0;  ///< batches of all stages since the run began
  double seconds = 0;   ///< of the epoch that is going on

  Json to_json() const;
  /// Throws nlohmann::json::exception when a key is missing or of another type.
  void restore(const Json& state);
};

}  // namespace mmim
