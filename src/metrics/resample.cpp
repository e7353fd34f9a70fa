#include "metrics/resample.h"

#include <algorithm>
#include <cmath>
#include <limits>
#include <string_view>
#include <unordered_map>

#include "core/error.h"
#include "core/keys.h"

namespace mmim {

std::vector<size_t> group_numbers(std::span<const std::string> group, size_t count) {
  if (!group.empty() && group.size() != count)
    throw DataError(std::to_string(group.size()) + " group names stand against " + std::to_string(count) + " truths");
  std::vector<size_t> numbers;
  std::unordered_map<std::string_view, size_t> number_of;
  for (size_t i = 0; i < count; ++i)
    numbers.push_back(group.empty() ? i : number_of.try_emplace(group[i], number_of.size()).first->second);
  return numbers;
}

std::vector<Tally> tallies_of_groups(std::span<const float> prediction, std::span<const float> truth,
                                     std::span<const std::string> group, Scale scale) {
  require_same_length(prediction, truth);
  const std::vector<size_t> numbers = group_numbers(group, truth.size());
  std::vector<Tally> tallies;
  for (size_t i = 0; i < truth.size(); ++i) {
    if (numbers[i] == tallies.size()) tallies.push_back({.scale = scale});
    tallies[numbers[i]].add(prediction[i], truth[i]);
  }
  return tallies;
}

std::vector<size_t> resampled_groups(size_t groups, uint64_t seed, int64_t draw) {
  KeyedDraws draws(subkey(subkey(seed, "bootstrap"), static_cast<uint64_t>(draw)));
  std::vector<size_t> resample;
  for (size_t i = 0; i < groups; ++i) resample.push_back(draws.below(groups));
  return resample;
}

Tally sum_of(const std::vector<Tally>& groups, std::span<const size_t> resample) {
  Tally sums;
  if (!groups.empty()) sums.scale = groups.front().scale;
  for (const size_t group : resample) sums.merge(groups[group]);
  return sums;
}

double value_of(const Metric& metric, const Tally& sums, F1Weight weight) {
  return weight == F1Weight::prediction && metric.of_predicted ? metric.of_predicted(sums) : metric.of(sums);
}

double quantile(std::span<const double> sorted, double share) {
  if (sorted.empty()) return std::numeric_limits<double>::quiet_NaN();
  const double place = share * static_cast<double>(sorted.size() - 1);
  const auto below = static_cast<size_t>(place);
  const size_t above = std::min(below + 1, sorted.size() - 1);
  return std::lerp(sorted[below], sorted[above], place - static_cast<double>(below));
}

}  // namespace mmim
