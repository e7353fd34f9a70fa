#include "core/error.h"
#include "core/names.h"
#include "metrics/classification.h"
#include "metrics/metrics.h"
#include "metrics/regression.h"

namespace mmim {

const std::vector<Metric>& metrics() {
  static const std::vector<Metric> all{
      {"MAE", "mean absolute error", true, mean_absolute_error},
      {"Corr", "Pearson's correlation", false, correlation},
      {"Acc-7", "share of the same class of seven: clipped to [-3, 3], rounded half to even", false,
       seven_class_accuracy},
      {"Acc-5", "share of the same class of five: clipped to [-2, 2], rounded half to even", false,
       five_class_accuracy},
      {"Acc-2 (has0)", "share of the same class of non-negative and negative, all utterances", false,
       [](const Tally& sums) { return accuracy(sums.has0); }},
      {"Acc-2 (non0)", "share of the same class of positive and not, utterances with truth 0 left out", false,
       [](const Tally& sums) { return accuracy(sums.non0); }},
      {"F1 (has0)", "F1 of non-negative and of negative, weighted by true counts", false,
       [](const Tally& sums) { return weighted_f1(sums.has0, F1Weight::truth); },
       [](const Tally& sums) { return weighted_f1(sums.has0, F1Weight::prediction); }},
      {"F1 (non0)", "F1 of positive and of not, weighted by true counts, utterances with truth 0 left out", false,
       [](const Tally& sums) { return weighted_f1(sums.non0, F1Weight::truth); },
       [](const Tally& sums) { return weighted_f1(sums.non0, F1Weight::prediction); }},
  };
  return all;
}

const Metric& metric(const std::string& name) {
  std::vector<std::string> names;
  for (const Metric& known : metrics()) {
    if (known.name == name) return known;
    names.push_back(known.name);
  }
  throw UsageError("unknown metric `" + name + "`" + did_you_mean(name, names));
}

}  // namespace mmim
