#include "metrics/two_level.h"

#include <algorithm>
#include <cmath>

#include "core/error.h"
#include "metrics/distributions.h"
#include "metrics/spread.h"
#include "metrics/tests.h"

namespace mmim {

namespace {

using Runs = std::span<const MetricDraws* const>;

double variance_in(std::span<const double> values) { return std::pow(spread_of(values).deviation, 2); }

/// The draws in which every run of both sides has a value.
std::vector<size_t> draws_with_values(const std::string& metric, Runs a, Runs b) {
  std::vector<size_t> places;
  std::vector<bool> known(static_cast<size_t>(a.front()->count), true);
  for (const Runs side : {a, b})
    for (const MetricDraws* run : side) {
      const std::vector<float>& drawn = run->values.at(metric);
      for (size_t i = 0; i < known.size(); ++i) known[i] = known[i] && std::isfinite(drawn[i]);
    }
  for (size_t i = 0; i < known.size(); ++i)
    if (known[i]) places.push_back(i);
  return places;
}

/// What one system adds to the variance of the difference of means.
struct System {
  double seeds;                   ///< of the mean over seeds, seed by video included
  double seed_by_video;           ///< of that the part which videos drawn anew show as well
  std::vector<double> resampled;  ///< mean over seeds in each draw
};

System system_of(const std::string& metric, Runs runs, std::span<const double> values,
                 const std::vector<size_t>& draws) {
  const auto count = static_cast<double>(runs.size());
  System system{
      .seeds = variance_in(values) / count, .seed_by_video = 0, .resampled = std::vector<double>(draws.size(), 0)};
  for (const MetricDraws* run : runs) {
    const std::vector<float>& drawn = run->values.at(metric);
    for (size_t i = 0; i < draws.size(); ++i) system.resampled[i] += drawn[draws[i]] / count;
  }
  std::vector<double> apart(draws.size());
  for (const MetricDraws* run : runs) {
    const std::vector<float>& drawn = run->values.at(metric);
    for (size_t i = 0; i < draws.size(); ++i) apart[i] = drawn[draws[i]] - system.resampled[i];
    system.seed_by_video += variance_in(apart) / (count - 1) / count;
  }
  return system;
}

/// Videos of uneven length tell of a variance as fewer even ones do. Half the degrees bring the measured size of the
/// test to 5 %; videos - 1 leave it at 6 % where seeds have no effect.
double degrees_of_videos(int64_t videos) { return static_cast<double>(videos - 1) / 2; }

/// A bootstrap over few videos understates their variance by this factor.
double few_videos(int64_t videos) { return static_cast<double>(videos) / static_cast<double>(videos - 1); }

double videos_alone(const System& a, const System& b, int64_t videos) {
  std::vector<double> differences;
  for (size_t i = 0; i < a.resampled.size(); ++i) differences.push_back(a.resampled[i] - b.resampled[i]);
  return std::max(0.0, few_videos(videos) * (variance_in(differences) - a.seed_by_video - b.seed_by_video));
}

TwoLevelTest without(double difference, const std::string& why) {
  return {.difference = difference, .why_undefined = why};
}

std::string too_few_seeds(size_t fewest) {
  return std::to_string(fewest) + (fewest == 1 ? " seed" : " seeds") + " on a side, " + std::to_string(kFewestSeeds) +
         " are needed to tell a system from its seeds";
}

}  // namespace

TwoLevelTest two_level_test(const std::string& metric, Runs a, std::span<const double> a_values, Runs b,
                            std::span<const double> b_values) {
  if (a.size() != a_values.size() || b.size() != b_values.size())
    throw UsageError("a two-level test needs one measured value for the draws of each run");
  require_drawn_alike(a, b);
  const double difference = mean_of(a_values) - mean_of(b_values);
  for (const std::string& why : {why_no_draws(metric, a, a_values), why_no_draws(metric, b, b_values)})
    if (!why.empty()) return without(difference, why);
  if (const size_t fewest = std::min(a.size(), b.size()); fewest < kFewestSeeds)
    return without(difference, too_few_seeds(fewest));
  const std::vector<size_t> draws = draws_with_values(metric, a, b);
  if (draws.size() < 2) return without(difference, "no draws in which every run has a value");

  const System of_a = system_of(metric, a, a_values, draws), of_b = system_of(metric, b, b_values, draws);
  const double videos = videos_alone(of_a, of_b, a.front()->videos), seeds = of_a.seeds + of_b.seeds;
  const double variance = seeds + videos;
  if (!(variance > 0)) return without(difference, "zero spread");
  const auto part = [](double of_level, double degrees) { return of_level * of_level / degrees; };
  const double degrees =
      variance * variance /
      (part(of_a.seeds, static_cast<double>(a.size() - 1)) + part(of_b.seeds, static_cast<double>(b.size() - 1)) +
       part(videos, degrees_of_videos(a.front()->videos)));
  const double error = std::sqrt(variance);
  const auto reach = [&](double share) { return t_quantile(share, degrees) * error; };
  return {.difference = difference,
          .error = error,
          .degrees = degrees,
          .p = t_two_sided(difference / error, degrees),
          .low = difference - reach(.975),
          .high = difference + reach(.975),
          .at_least = difference - reach(.95),
          .at_most = difference + reach(.95),
          .detectable = reach(.975) + reach(.8),
          .seed_share = seeds / variance,
          .used = static_cast<int64_t>(draws.size())};
}

}  // namespace mmim
