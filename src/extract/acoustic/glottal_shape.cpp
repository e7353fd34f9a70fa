#include "extract/acoustic/glottal_shape.h"

#include <algorithm>
#include <cmath>
#include <numbers>

#include "extract/acoustic/lf_model.h"
#include "extract/acoustic/pitch.h"
#include "extract/signal/angles.h"
#include "extract/signal/minimize.h"

namespace mmim {

namespace {

constexpr size_t kPhases = 8, kWeightsKept = 256;

}  // namespace

const std::vector<double>& GlottalShapeEstimator::hilbert_weights(size_t top) {
  if (weights_.size() > kWeightsKept) weights_.clear();
  std::vector<double>& weights = weights_[top];
  if (!weights.empty()) return weights;
  weights.assign(2 * top, 0.0);
  for (size_t j = 1; j < 2 * top; j += 2)
    weights[j] = 1 / std::tan(std::numbers::pi * static_cast<double>(j) / (2 * static_cast<double>(top))) /
                 static_cast<double>(top);
  return weights;
}

/// The minimum phase at harmonic k is -sum_m weight(k - m) log |N_m| over the whole circle of 2 top harmonics.
double GlottalShapeEstimator::curvature(double rd, const std::vector<double>& logarithms,
                                        const std::vector<double>& phases) {
  const size_t top = logarithms.size() - 1, count = std::min(top, kPhases);
  const std::vector<double>& weights = hilbert_weights(top);
  lf_spectrum(rd, top, pulse_);
  rest_.resize(2 * top);
  for (size_t k = 1; k < top; ++k) rest_[k] = logarithms[k] - 0.5 * std::log(std::norm(pulse_[k]));
  rest_[0] = rest_[1];
  rest_[top] = rest_[top - 1];
  for (size_t k = 1; k < top; ++k) rest_[2 * top - k] = rest_[k];
  double sum = 0, first = 0, before = 0;
  for (size_t k = 1; k <= count; ++k) {
    double minimum = 0;
    for (size_t m = (k + 1) % 2; m < 2 * top; m += 2) minimum -= weights[m < k ? k - m : 2 * top + k - m] * rest_[m];
    double phase = -minimum;  // that of the last one is real
    if (k < top) phase += phases[k] + (form_ == PulseForm::conjugated ? 1 : -1) * std::arg(pulse_[k]);
    phase = wrapped(phase);
    if (k == 1) {
      first = phase;
    } else {
      const double off = wrapped(phase - before - first);
      sum += off * off;
    }
    before = phase;
  }
  return sum / static_cast<double>(count - 1);
}

GlottalShape GlottalShapeEstimator::estimate(const HarmonicFrame& frame) {
  size_t count = frame.amplitude.size();
  while (count > 0 && static_cast<double>(count - 1) * frame.f0 > kSampleRate / 2) --count;
  if (count < 4) return {};
  std::vector<double> logarithms(count);
  for (size_t k = 0; k < count; ++k) logarithms[k] = std::log(frame.amplitude[k]);
  const auto error = [&](double rd) { return curvature(rd, logarithms, frame.phase); };
  const double rd = minimum_between(error, 0.3, 2.5, 0.01, 32);
  return {rd, 1 - std::sqrt(error(rd)) / std::numbers::pi};
}

}  // namespace mmim
