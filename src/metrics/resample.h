#pragma once
#include <cstdint>
#include <span>
#include <string>
#include <vector>

#include "metrics/metrics.h"
#include "metrics/tally.h"

namespace mmim {

/// What every bootstrap over groups (videos) shares. Groups are numbered in order of first appearance.

/// The number of each utterance's group; without names each utterance is its own. DataError unless there are `count`.
std::vector<size_t> group_numbers(std::span<const std::string> group, size_t count);

/// The tally of each group; DataError when the lengths differ.
std::vector<Tally> tallies_of_groups(std::span<const float> prediction, std::span<const float> truth,
                                     std::span<const std::string> group, Scale scale = Scale::mosi);

/// The groups of one resample: as many as there are, each drawn from all of them; a function of the arguments alone.
std::vector<size_t> resampled_groups(size_t groups, uint64_t seed, int64_t draw);

/// The tally of a resample.
Tally sum_of(const std::vector<Tally>& groups, std::span<const size_t> resample);

double value_of(const Metric& metric, const Tally& sums, F1Weight weight);

/// Between the two nearest of `sorted` on a straight line, as numpy's percentile; NaN of none.
double quantile(std::span<const double> sorted, double share);

}  // namespace mmim
