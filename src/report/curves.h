#pragma once
#include <optional>

#include "report/sections.h"

namespace mmim {

/// A number by epoch over the seeds that reached the epoch and have it: mean, lowest, highest (NaN where none has) and
/// how many seeds.
struct SeedCurve {
  std::vector<double> mean, low, high;
  std::vector<int64_t> seeds;

  template <class Self, class Visit>
  static void each_field(Self& self, const Visit& visit) {
    visit("mean", self.mean);
    visit("low", self.low);
    visit("high", self.high);
    visit("n", self.seeds);
  }
};

/// The epochs that one seed selected: on valid, and as published (0: test was not watched).
struct BestEpoch {
  int64_t seed = 0, epoch = 0, published = 0;

  template <class Self, class Visit>
  static void each_field(Self& self, const Visit& visit) {
    visit("seed", self.seed);
    visit("epoch", self.epoch);
    visit("published", self.published);
  }
};

/// By epoch: the MAE on valid, on test where it was watched, the training terms, and what else the model says of valid.
struct EpochCurves {
  std::vector<int64_t> epoch;  ///< from 1
  std::vector<BestEpoch> best;
  std::optional<SeedCurve> valid_mae, test_mae;
  std::map<std::string, std::optional<SeedCurve>> train;  ///< "stage/term"
  std::map<std::string, std::optional<SeedCurve>> valid;  ///< "I_BA/text-visual", in nats

  template <class Self, class Visit>
  static void each_field(Self& self, const Visit& visit) {
    visit("epoch", self.epoch);
    visit("best", self.best);
    visit("valid_mae", self.valid_mae);
    visit("test_mae", self.test_mae);
    visit("train", self.train);
    visit("valid", self.valid);
  }
};

/// The terms over the updates of one run.
struct UpdateCurves {
  std::string cell;
  int64_t seed = 0, best_epoch = 0;
  int64_t best_step = 0;  ///< the update at the end of the best epoch; 0: unknown
  std::vector<StepCurve> stages;

  template <class Self, class Visit>
  static void each_field(Self& self, const Visit& visit) {
    visit("cell", self.cell);
    visit("seed", self.seed);
    visit("best_epoch", self.best_epoch);
    visit("best_step", self.best_step);
    visit("stages", self.stages);
  }
};

/// Nothing where no cell has an epoch.
std::optional<EpochCurves> epoch_curves(const RowCells& row);

/// Of the first seed that has any.
std::optional<UpdateCurves> update_curves(const RowCells& row);

}  // namespace mmim
