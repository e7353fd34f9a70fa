#pragma once
#include <cstdint>
#include <span>

#include "core/scale.h"

namespace mmim {

/// Means and centred second moments of predictions and truths. Merged without subtracting large numbers, so that a
/// constant prediction has a sum of squares of exactly 0.
struct PairMoments {
  double count = 0, mean_prediction = 0, mean_truth = 0;
  double prediction_squares = 0, truth_squares = 0, products = 0;  ///< sums of products of deviations from the means
  void merge(const PairMoments& other);
};

/// How often a truth of one class met a prediction of one class; the positive class of "has0" includes 0.
struct Confusion {
  int64_t both_negative = 0, false_positive = 0, false_negative = 0, both_positive = 0;
  int64_t count() const { return both_negative + false_positive + false_negative + both_positive; }
  void add(bool truth, bool prediction);
  void merge(const Confusion& other);
};

/// All that the metrics know of a set of utterances: sums, so that two sets are told by adding theirs. On the scale of
/// CH-SIMS every sum is of values clipped to [-1, 1]. What a scale has no metric for is not counted.
struct Tally {
  Scale scale = Scale::mosi;
  int64_t count = 0;
  double absolute_error = 0;
  PairMoments moments{};
  int64_t same_of_seven = 0, same_of_five = 0, same_of_three = 0;
  Confusion has0{}, non0{}, above0{};  ///< above0: CH-SIMS' two classes, zeros negative
  void add(float prediction, float truth);
  void merge(const Tally& other);  ///< of the same scale

 private:
  void add_mosi_classes(float prediction, float truth);
  void add_sims_classes(float prediction, float truth);
};

/// part / whole; NaN of nothing.
double ratio(double part, int64_t whole);

/// DataError unless there are as many predictions as truths.
void require_same_length(std::span<const float> prediction, std::span<const float> truth);

/// The tally of all pairs; DataError when the lengths differ.
Tally tally(std::span<const float> prediction, std::span<const float> truth, Scale scale = Scale::mosi);

}  // namespace mmim
