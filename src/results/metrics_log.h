#pragma once
#include <cstdint>
#include <filesystem>
#include <map>
#include <string>
#include <utility>
#include <vector>

#include "core/json.h"

namespace mmim {

/// Metrics of one run by name, as `metrics()` names them; NaN where undefined (null in JSON).
using MetricValues = std::map<std::string, double>;

/// NaN for a name that is not there.
double value_in(const MetricValues& values, const std::string& name);

/// Named numbers in the order in which they are written.
using NumberList = std::vector<std::pair<std::string, double>>;

/// The line of metrics.jsonl that a batch leaves.
struct BatchLine {
  int64_t epoch = 0, batch = 0, step = 0;  ///< from 1; step: batches of all stages since the run began
  std::string stage;
  NumberList terms;
  double gradient_norm = 0, seconds = 0;
  int64_t utterances = 0;  ///< of the batch
};

/// The line that an epoch leaves.
struct EpochLine {
  int64_t epoch = 0, step = 0;
  NumberList train, valid, test;  ///< train: "stage/term"; test: empty where it was not watched
  double valid_loss = 0, test_loss = 0;
  std::string watermark;  ///< or empty
  bool best = false;
  double seconds = 0;
  int64_t utterances = 0;  ///< of the training split
};

/// Lines of metrics.jsonl with their line ends: one JSON object each, of "kind" batch, epoch, mark or end. `mark`: what
/// must be said beside all numbers of the run.
std::string line_of(const BatchLine& batch);
std::string line_of(const EpochLine& epoch);
std::string mark_line(const std::string& mark);
std::string end_line(const std::string& why);

/// One epoch of a run, from metrics.jsonl.
struct EpochPoint {
  int64_t epoch = 0;                    ///< from 1
  int64_t step = 0;                     ///< batches of all stages until its end
  double valid_loss = 0;                ///< the model's criterion on valid
  double test_loss = 0;                 ///< the same on test; NaN where it was not watched
  MetricValues valid, test;             ///< test: empty where it was not watched
  std::map<std::string, double> train;  ///< "stage/term": mean over the pass
  int64_t utterances = 0;               ///< of the training split; 0: an older program did not say
};

/// As a cell has it; "test" is left out where test was not watched.
void to_json(Json& json, const EpochPoint& point);
void from_json(const Json& json, EpochPoint& point);

/// The terms of one stage over the updates of a run, each value the mean of `every` consecutive batches. A batch of
/// fewer utterances than the ones before it, as the last of a pass, is left out where the log tells.
struct StepCurve {
  std::string stage;
  int64_t every = 20;
  std::vector<int64_t> step;                         ///< the update at which each mean ends, counted over all stages
  std::map<std::string, std::vector<double>> terms;  ///< by term, as long as `step`

  template <class Self, class Visit>
  static void each_field(Self& self, const Visit& visit) {
    visit("stage", self.stage);
    visit("every", self.every);
    visit("step", self.step);
    visit("terms", self.terms);
  }
};

/// What the metrics.jsonl of a run tells.
struct MetricsLog {
  std::vector<EpochPoint> epochs;  ///< in its order
  /// For each stage, in the order in which they first ran, the means of consecutive batches that were logged, over the
  /// ends of epochs; fewer than a whole group at the end stand nowhere. A term's mean is over the batches that have it,
  /// NaN where none has.
  std::vector<StepCurve> steps;
  double seconds = 0;  ///< of all epochs
  std::string mark;    ///< what must be said beside all numbers, or empty

  /// Reads the file once; `every`: batches of a mean. A last line that a kill cut short is left out; DataError names
  /// file and line of any other that cannot be read.
  static MetricsLog read(const std::filesystem::path& metrics, int64_t every = 20);
};

/// Its epochs alone, which is quicker.
std::vector<EpochPoint> epoch_points(const std::filesystem::path& metrics);

/// The epoch that selection as published would have taken: the last that was better than all before it on valid, by the
/// model's criterion, and had a lower MAE on test than the last one taken. 0 when test was not watched. MMIM's program
/// reads MAE on test, and so every system is selected by it; a point without metrics of test is read by its test loss.
int64_t published_epoch(const std::vector<EpochPoint>& curve);

}  // namespace mmim
