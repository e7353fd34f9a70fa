#include "metrics/classification.h"

namespace mmim {

namespace {

double f1(int64_t hits, int64_t misses) {
  return hits == 0 ? 0.0 : ratio(static_cast<double>(2 * hits), 2 * hits + misses);
}

}  // namespace

double seven_class_accuracy(const Tally& sums) { return ratio(static_cast<double>(sums.same_of_seven), sums.count); }

double five_class_accuracy(const Tally& sums) { return ratio(static_cast<double>(sums.same_of_five), sums.count); }

double three_class_accuracy(const Tally& sums) { return ratio(static_cast<double>(sums.same_of_three), sums.count); }

double accuracy(const Confusion& pairs) {
  return ratio(static_cast<double>(pairs.both_negative + pairs.both_positive), pairs.count());
}

double weighted_f1(const Confusion& pairs, F1Weight weight) {
  const int64_t misses = pairs.false_positive + pairs.false_negative;
  const int64_t positives =
      pairs.both_positive + (weight == F1Weight::truth ? pairs.false_negative : pairs.false_positive);
  const double share = ratio(static_cast<double>(positives), pairs.count());
  return share * f1(pairs.both_positive, misses) + (1 - share) * f1(pairs.both_negative, misses);
}

double weighted_f1(std::span<const float> prediction, std::span<const float> truth, bool zeros_count, F1Weight weight) {
  const Tally sums = tally(prediction, truth);
  return weighted_f1(zeros_count ? sums.has0 : sums.non0, weight);
}

}  // namespace mmim
