#include <algorithm>
#include <cmath>
#include <limits>
#include <string_view>
#include <unordered_map>

#include "core/error.h"
#include "core/keys.h"
#include "metrics/metrics.h"

namespace mmim {

namespace {

std::vector<Tally> tallies_of_groups(std::span<const float> prediction, std::span<const float> truth,
                                     std::span<const std::string> group) {
  std::vector<Tally> tallies;
  std::unordered_map<std::string_view, size_t> place_of;
  for (size_t i = 0; i < truth.size(); ++i) {
    const size_t place = group.empty() ? i : place_of.try_emplace(group[i], tallies.size()).first->second;
    if (place == tallies.size()) tallies.emplace_back();
    tallies[place].add(prediction[i], truth[i]);
  }
  return tallies;
}

/// As many groups as there are, each drawn from all of them.
Tally resample(const std::vector<Tally>& groups, KeyedDraws draws) {
  Tally sums;
  for (size_t i = 0; i < groups.size(); ++i) sums.merge(groups[draws.below(groups.size())]);
  return sums;
}

/// Between the two nearest of `sorted` on a straight line, as numpy's percentile.
double quantile(const std::vector<double>& sorted, double share) {
  if (sorted.empty()) return std::numeric_limits<double>::quiet_NaN();
  const double place = share * static_cast<double>(sorted.size() - 1);
  const auto below = static_cast<size_t>(place);
  const size_t above = std::min(below + 1, sorted.size() - 1);
  return std::lerp(sorted[below], sorted[above], place - static_cast<double>(below));
}

double value_of(const Metric& metric, const Tally& sums, F1Weight weight) {
  return weight == F1Weight::prediction && metric.of_predicted ? metric.of_predicted(sums) : metric.of(sums);
}

}  // namespace

Scorecard score(std::span<const float> prediction, std::span<const float> truth, std::span<const std::string> group,
                int64_t draws, uint64_t seed, F1Weight weight) {
  const Tally whole = tally(prediction, truth);
  if (!group.empty() && group.size() != truth.size())
    throw DataError(std::to_string(group.size()) + " group names stand against " + std::to_string(truth.size()) +
                    " truths");
  const std::vector<Tally> groups = tallies_of_groups(prediction, truth, group);
  if (groups.size() == 1) draws = 0;  // every resample would be the whole again: no interval, not one of width 0
  std::vector<std::vector<double>> drawn(metrics().size());
  for (int64_t draw = 0; draw < draws; ++draw) {
    const uint64_t key = subkey(subkey(seed, "bootstrap"), static_cast<uint64_t>(draw));
    const Tally sums = resample(groups, KeyedDraws(key));
    for (size_t m = 0; m < drawn.size(); ++m)
      if (const double value = value_of(metrics()[m], sums, weight); !std::isnan(value)) drawn[m].push_back(value);
  }
  Scorecard card;
  for (size_t m = 0; m < drawn.size(); ++m) {
    std::sort(drawn[m].begin(), drawn[m].end());
    const Metric& metric = metrics()[m];
    card.push_back({.name = metric.name,
                    .value = value_of(metric, whole, weight),
                    .low = quantile(drawn[m], 0.025),
                    .high = quantile(drawn[m], 0.975),
                    .undefined = std::max<int64_t>(draws, 0) - static_cast<int64_t>(drawn[m].size())});
  }
  return card;
}

}  // namespace mmim
