#pragma once
#include <cmath>
#include <cstdint>
#include <functional>
#include <map>
#include <span>
#include <string>
#include <vector>

#include "core/json.h"
#include "metrics/metrics.h"

namespace mmim {

inline constexpr int64_t kTestDraws = 10000;

/// Each metric in `count` resamples of the videos of a test set; NaN where it is undefined in a resample. Any system on
/// the same data is drawn alike, so that differences can be tested draw by draw. Of the data it tells the sizes of
/// videos as a hash and sums over whole videos: no label, no prediction.
struct MetricDraws {
  int64_t count = 0;
  uint64_t seed = 0;
  int64_t videos = 0;
  std::string videos_sha256;  ///< of the sizes of the videos in their order
  std::map<std::string, std::vector<float>> values =
      {};  ///< by metric; none of a single video, which resamples to itself
};

/// The draws of `score` with that seed, more of them, on the grid of metrics/steps.h, so that they are the same before
/// and after JSON. DataError when the lengths differ.
MetricDraws draw_metrics(std::span<const float> prediction, std::span<const float> truth,
                         std::span<const std::string> video, int64_t count = kTestDraws, uint64_t seed = 1111,
                         F1Weight weight = F1Weight::truth, Scale scale = Scale::mosi);

/// The i-th resample: places of videos, in order of first appearance.
using Resample = std::function<std::vector<size_t>(int64_t i)>;
/// Each metric of a scale in `count` resamples made elsewhere, not yet on a grid.
std::map<std::string, std::vector<float>> metrics_in(const Resample& resample, int64_t count,
                                                     std::span<const float> prediction, std::span<const float> truth,
                                                     std::span<const std::string> video,
                                                     F1Weight weight = F1Weight::truth, Scale scale = Scale::mosi);

/// UsageError when runs were drawn over other test videos, with another seed or another number of draws.
void require_drawn_alike(std::span<const MetricDraws* const> a, std::span<const MetricDraws* const> b);
/// Why no test can be made of these runs and their measured values; empty: one can.
std::string why_no_draws(const std::string& metric, std::span<const MetricDraws* const> runs,
                         std::span<const double> values);

/// Whether these trained weights would differ on other test videos: the videos are drawn anew, the seeds stay as they
/// were run, the statistic is the mean over them. Nothing is said of other seeds: metrics/two_level.h does that.
struct BootstrapTest {
  double difference = std::nan("");                ///< mean of a - mean of b, as measured
  double low = std::nan(""), high = std::nan("");  ///< its 95 % percentile interval over the draws
  double p = std::nan("");         ///< two-sided, (1 + draws at least as far from the difference as 0 is) / (used + 1)
  int64_t undefined = 0;           ///< draws left out: a run has no value in them
  int64_t used = 0;                ///< the others
  std::string why_undefined = {};  ///< empty where there is a p; else p, low and high are NaN
};

/// Of one metric. `a` and `b` hold the draws of each run, `a_values` and `b_values` what was measured, in the same
/// order; draw i is the same resample in all of them. "At least as far" allows for the grid of the draws, so that a tie
/// counts. UsageError when runs were drawn over other test videos, with another seed or another number of draws.
BootstrapTest bootstrap_test(const std::string& metric, std::span<const MetricDraws* const> a,
                             std::span<const double> a_values, std::span<const MetricDraws* const> b,
                             std::span<const double> b_values);

/// {"count", "seed", "videos", "videos_sha256", "metrics": {"MAE": {"low", "high", "steps"}, ...}}: 27 kB a metric.
Json to_json(const MetricDraws& draws);
/// Gives the draws back to the bit; DataError naming `where` and the key that is missing or wrong.
MetricDraws draws_from_json(const Json& json, const std::string& where);

}  // namespace mmim
