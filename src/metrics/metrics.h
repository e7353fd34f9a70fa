#pragma once
#include <cstdint>
#include <span>
#include <string>
#include <vector>

#include "metrics/spread.h"
#include "metrics/tally.h"

namespace mmim {

/// Which class counts weight F1: true ones (sklearn's f1_score(truth, prediction)) or predicted ones (arguments
/// swapped, as MulT and MMIM at paper time did).
enum class F1Weight { truth, prediction };

/// A number computed from predictions and truths of the same length. "has0": non-negative against negative, all
/// utterances; "non0": positive against negative, utterances with truth 0 left out. On the scale of CH-SIMS both are
/// clipped to [-1, 1] first, and zeros are negative. Undefined (no utterance, a constant prediction for Corr) is NaN,
/// never an exception; DataError when the lengths differ.
struct Metric {
  std::string name;     ///< "MAE", "Corr", "Acc-7", "Acc-5", "Acc-2 (has0)", "F1 (non0)", ...; on -1 to 1 "Acc-2", "F1"
  std::string column;   ///< title of its column in tables; two conventions of one metric share a column
  std::string meaning;  ///< one line
  bool lower_is_better;
  bool share;     ///< of 1, shown in percent
  bool in_paper;  ///< whether the paper's Table 2 has it, and so every table that is short
  double (*of)(const Tally& sums);
  double (*of_predicted)(const Tally& sums) = nullptr;  ///< F1 weighted by predicted counts; null: no weights there
  double value(std::span<const float> prediction, std::span<const float> truth, Scale scale = Scale::mosi) const {
    return of(tally(prediction, truth, scale));
  }
  /// As tables show it: a share in percent with two decimals, others with `decimals`; "-" for NaN.
  std::string shown(double value, int decimals = 4, bool sign = false) const;
  /// "0.7821 ± 0.0349"; without the deviation where there is none.
  std::string shown(const Spread& spread, int decimals = 4) const;
};

/// All metrics that mean something on a scale, in the order in which tables show them. Metrics of one name are shown
/// alike on every scale.
const std::vector<Metric>& metrics(Scale scale = Scale::mosi);
/// By name, of whatever scale, or UsageError with the nearest.
const Metric& metric(const std::string& name);
/// The two-class accuracy that analyses show; null where a scale has none.
const Metric* sign_accuracy(Scale scale);

double weighted_f1(std::span<const float> prediction, std::span<const float> truth, bool zeros_count, F1Weight weight);

/// One metric with its bootstrap interval.
struct Score {
  std::string name;
  double value;
  double low, high;   ///< 95 % percentile interval; NaN when undefined
  int64_t undefined;  ///< resamples in which the metric had no value
};
using Scorecard = std::vector<Score>;
inline constexpr int64_t kBootstrapDraws = 2000;

/// All metrics of a scale with 95 % bootstrap intervals. `group` (same length, or empty: every utterance its own) names
/// the cluster, e.g. the video, that is resampled as a whole; groups stand in order of first appearance. `draws` = 0,
/// or a single group, leaves the intervals out (NaN). Deterministic in `seed`. DataError when the lengths differ.
Scorecard score(std::span<const float> prediction, std::span<const float> truth, std::span<const std::string> group,
                int64_t draws = kBootstrapDraws, uint64_t seed = 1111, F1Weight weight = F1Weight::truth,
                Scale scale = Scale::mosi);

}  // namespace mmim
