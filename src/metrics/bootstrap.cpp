#include <algorithm>
#include <cmath>

#include "metrics/metrics.h"
#include "metrics/resample.h"

namespace mmim {

Scorecard score(std::span<const float> prediction, std::span<const float> truth, std::span<const std::string> group,
                int64_t draws, uint64_t seed, F1Weight weight, Scale scale) {
  const std::vector<Metric>& all = metrics(scale);
  const Tally whole = tally(prediction, truth, scale);
  const std::vector<Tally> groups = tallies_of_groups(prediction, truth, group, scale);
  if (groups.size() == 1) draws = 0;  // every resample would be the whole again: no interval, not one of width 0
  std::vector<std::vector<double>> drawn(all.size());
  for (int64_t draw = 0; draw < draws; ++draw) {
    const Tally sums = sum_of(groups, resampled_groups(groups.size(), seed, draw));
    for (size_t m = 0; m < drawn.size(); ++m)
      if (const double value = value_of(all[m], sums, weight); !std::isnan(value)) drawn[m].push_back(value);
  }
  Scorecard card;
  for (size_t m = 0; m < drawn.size(); ++m) {
    std::sort(drawn[m].begin(), drawn[m].end());
    const Metric& metric = all[m];
    card.push_back({.name = metric.name,
                    .value = value_of(metric, whole, weight),
                    .low = quantile(drawn[m], 0.025),
                    .high = quantile(drawn[m], 0.975),
                    .undefined = std::max<int64_t>(draws, 0) - static_cast<int64_t>(drawn[m].size())});
  }
  return card;
}

}  // namespace mmim
