#pragma once
#include <algorithm>
#include <cmath>

#include "metrics/metrics.h"
#include "metrics/tally.h"

namespace mmim {

/// `score` clipped to [-limit, limit] and rounded half to even; NaN stays NaN.
inline double rounded_within(double score, double limit) { return std::nearbyint(std::clamp(score, -limit, limit)); }

/// Shares of utterances whose prediction is read as the same class as their truth; NaN of no utterance.
double seven_class_accuracy(const Tally& sums);
double five_class_accuracy(const Tally& sums);
double three_class_accuracy(const Tally& sums);
double accuracy(const Confusion& pairs);

/// The F1 of both classes, weighted by how often each occurs among truths or predictions; a class that never occurs has
/// F1 0. NaN of no utterance.
double weighted_f1(const Confusion& pairs, F1Weight weight);

}  // namespace mmim
