#include <cmath>

#include "core/error.h"
#include "core/names.h"
#include "core/numbers.h"
#include "metrics/classification.h"
#include "metrics/metrics.h"
#include "metrics/regression.h"

namespace mmim {

namespace {

constexpr bool kLower = true, kHigher = false;    // is better
constexpr bool kShare = true, kNumber = !kShare;  // how it is shown
constexpr bool kInPaper = true;

std::vector<Metric> mosi_metrics() {
  return {
      {"MAE", "MAE", "mean absolute error", kLower, kNumber, kInPaper, mean_absolute_error},
      {"Corr", "Corr", "Pearson's correlation", kHigher, kNumber, kInPaper, correlation},
      {"Acc-7", "Acc-7", "share of the same class of seven: clipped to [-3, 3], rounded half to even", kHigher, kShare,
       kInPaper, seven_class_accuracy},
      {"Acc-5", "Acc-5", "share of the same class of five: clipped to [-2, 2], rounded half to even", kHigher, kShare,
       !kInPaper, five_class_accuracy},
      {"Acc-2 (has0)", "Acc-2", "share of the same class of non-negative and negative, all utterances", kHigher, kShare,
       kInPaper, [](const Tally& sums) { return accuracy(sums.has0); }},
      {"Acc-2 (non0)", "Acc-2", "share of the same class of positive and not, utterances with truth 0 left out",
       kHigher, kShare, kInPaper, [](const Tally& sums) { return accuracy(sums.non0); }},
      {"F1 (has0)", "F1", "F1 of non-negative and of negative, weighted by true counts", kHigher, kShare, kInPaper,
       [](const Tally& sums) { return weighted_f1(sums.has0, F1Weight::truth); },
       [](const Tally& sums) { return weighted_f1(sums.has0, F1Weight::prediction); }},
      {"F1 (non0)", "F1", "F1 of positive and of not, weighted by true counts, utterances with truth 0 left out",
       kHigher, kShare, kInPaper, [](const Tally& sums) { return weighted_f1(sums.non0, F1Weight::truth); },
       [](const Tally& sums) { return weighted_f1(sums.non0, F1Weight::prediction); }},
  };
}

/// MMSA's set for CH-SIMS.
std::vector<Metric> sims_metrics() {
  return {
      {"MAE", "MAE", "mean absolute error, both clipped to [-1, 1]", kLower, kNumber, kInPaper, mean_absolute_error},
      {"Corr", "Corr", "Pearson's correlation, both clipped to [-1, 1]", kHigher, kNumber, kInPaper, correlation},
      {"Acc-5", "Acc-5", "share of the same class of five, cut at -0.7, -0.1, 0.1 and 0.7", kHigher, kShare, kInPaper,
       five_class_accuracy},
      {"Acc-3", "Acc-3", "share of the same class of three, cut at -0.1 and 0.1", kHigher, kShare, kInPaper,
       three_class_accuracy},
      {"Acc-2", "Acc-2", "share of the same class of positive and not, all utterances", kHigher, kShare, kInPaper,
       [](const Tally& sums) { return accuracy(sums.above0); }},
      {"F1", "F1", "F1 of positive and of not, weighted by true counts", kHigher, kShare, kInPaper,
       [](const Tally& sums) { return weighted_f1(sums.above0, F1Weight::truth); },
       [](const Tally& sums) { return weighted_f1(sums.above0, F1Weight::prediction); }},
  };
}

std::vector<Metric> other_metrics() {
  return {
      {"MAE", "MAE", "mean absolute error", kLower, kNumber, kInPaper, mean_absolute_error},
      {"Corr", "Corr", "Pearson's correlation", kHigher, kNumber, kInPaper, correlation},
  };
}

}  // namespace

const std::vector<Metric>& metrics(Scale scale) {
  static const std::vector<Metric> mosi = mosi_metrics(), sims = sims_metrics(), other = other_metrics();
  return scale == Scale::mosi ? mosi : scale == Scale::sims ? sims : other;
}

const Metric& metric(const std::string& name) {
  std::vector<std::string> names;
  for (const Scale scale : {Scale::mosi, Scale::sims})
    for (const Metric& known : metrics(scale)) {
      if (known.name == name) return known;
      names.push_back(known.name);
    }
  throw UsageError("unknown metric `" + name + "`" + did_you_mean(name, names));
}

const Metric* sign_accuracy(Scale scale) {
  if (scale == Scale::other) return nullptr;
  return &metric(scale == Scale::mosi ? "Acc-2 (non0)" : "Acc-2");
}

std::string Metric::shown(double value, int decimals, bool sign) const {
  return share ? decimal(100 * value, 2, sign) : decimal(value, decimals, sign);
}

std::string Metric::shown(const Spread& spread, int decimals) const {
  const std::string mean = shown(spread.mean, decimals);
  return std::isnan(spread.deviation) ? mean : mean + " ± " + shown(spread.deviation, decimals);
}

}  // namespace mmim
