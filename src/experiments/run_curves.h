#pragma once
#include <string>
#include <vector>

#include "experiments/cell.h"

namespace mmim {

/// The epochs that the metrics.jsonl of a run tells of, in its order. A last line that a kill cut short is left out;
/// DataError names file and line of any other that cannot be read.
std::vector<EpochPoint> epoch_points(const std::filesystem::path& metrics);

/// For each stage, in the order in which they first ran, the means of `every` consecutive batches that were logged,
/// over the ends of epochs; fewer than that at the end stand nowhere. A term's mean is over the batches that have it,
/// NaN where none has. Throws as epoch_points().
std::vector<StepCurve> step_curves(const std::filesystem::path& metrics, int64_t every = 20);

/// Seconds that the epochs it tells of took. Throws as epoch_points().
double seconds_in(const std::filesystem::path& metrics);

/// What must be said beside all numbers of the run (a line of kind "mark"), or empty. Throws as epoch_points().
std::string mark_in(const std::filesystem::path& metrics);

}  // namespace mmim
