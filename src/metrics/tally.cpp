#include "metrics/tally.h"

#include <algorithm>
#include <cmath>
#include <limits>
#include <string>

#include "core/error.h"
#include "metrics/classification.h"

namespace mmim {

// Chan, Golub and LeVeque (1983), equation 2.1 and its like for products.
void PairMoments::merge(const PairMoments& other) {
  if (other.count == 0) return;
  const double total = count + other.count, share = other.count / total;
  const double prediction = other.mean_prediction - mean_prediction, truth = other.mean_truth - mean_truth;
  prediction_squares += other.prediction_squares + prediction * prediction * count * share;
  truth_squares += other.truth_squares + truth * truth * count * share;
  products += other.products + prediction * truth * count * share;
  mean_prediction += prediction * share;
  mean_truth += truth * share;
  count = total;
}

void Confusion::add(bool truth, bool prediction) {
  (truth ? prediction ? both_positive : false_negative : prediction ? false_positive : both_negative) += 1;
}

void Confusion::merge(const Confusion& other) {
  both_negative += other.both_negative;
  false_positive += other.false_positive;
  false_negative += other.false_negative;
  both_positive += other.both_positive;
}

void Tally::add(float prediction, float truth) {
  if (scale == Scale::sims) {
    prediction = std::clamp(prediction, -1.f, 1.f);
    truth = std::clamp(truth, -1.f, 1.f);
  }
  const double p = prediction, t = truth;
  ++count;
  absolute_error += std::abs(p - t);
  moments.merge({.count = 1, .mean_prediction = p, .mean_truth = t});
  if (scale == Scale::mosi) add_mosi_classes(prediction, truth);
  if (scale == Scale::sims) add_sims_classes(prediction, truth);
}

void Tally::add_mosi_classes(float prediction, float truth) {
  const double p = prediction, t = truth;
  same_of_seven += rounded_within(p, 3) == rounded_within(t, 3);
  same_of_five += rounded_within(p, 2) == rounded_within(t, 2);
  has0.add(t >= 0, p >= 0);
  if (t != 0) non0.add(t > 0, p > 0);
}

void Tally::add_sims_classes(float prediction, float truth) {
  const auto same = [&](int classes) {
    const std::span<const float> cuts = sims_cuts(classes);
    return !std::isnan(prediction) && sims_class(prediction, cuts) == sims_class(truth, cuts);
  };
  same_of_five += same(5);
  same_of_three += same(3);
  above0.add(truth > 0, prediction > 0);
}

void Tally::merge(const Tally& other) {
  count += other.count;
  absolute_error += other.absolute_error;
  moments.merge(other.moments);
  same_of_seven += other.same_of_seven;
  same_of_five += other.same_of_five;
  same_of_three += other.same_of_three;
  has0.merge(other.has0);
  non0.merge(other.non0);
  above0.merge(other.above0);
}

double ratio(double part, int64_t whole) {
  return whole == 0 ? std::numeric_limits<double>::quiet_NaN() : part / static_cast<double>(whole);
}

void require_same_length(std::span<const float> prediction, std::span<const float> truth) {
  if (prediction.size() != truth.size())
    throw DataError(std::to_string(prediction.size()) + " predictions stand against " + std::to_string(truth.size()) +
                    " truths");
}

Tally tally(std::span<const float> prediction, std::span<const float> truth, Scale scale) {
  require_same_length(prediction, truth);
  Tally sums{.scale = scale};
  for (size_t i = 0; i < prediction.size(); ++i) sums.add(prediction[i], truth[i]);
  return sums;
}

}  // namespace mmim
