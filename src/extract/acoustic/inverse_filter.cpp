#include "extract/acoustic/inverse_filter.h"

#include <Eigen/Cholesky>
#include <cmath>
#include <limits>
#include <numbers>

#include "extract/signal/linear_prediction.h"
#include "extract/signal/windows.h"

namespace mmim {

namespace {

constexpr size_t kTractOrder = 20, kGlottisOrder = 8, kRamp = kTractOrder + 1, kHighPassHalf = 150;
constexpr double kLeak = 0.99;

/// The integral of cos(n w) over the two bands, in which the high-pass is asked to be 0 and 1.
double over_bands(double n) {
  const double pi = std::numbers::pi, stop = 40.0 / 8000 * pi, pass = 70.0 / 8000 * pi;
  if (n == 0) return stop + pi - pass;
  return (std::sin(n * stop) + std::sin(n * pi) - std::sin(n * pass)) / n;
}

/// 301 taps of linear phase, least squares: 0 to 40 Hz, 1 from 70 Hz.
std::vector<double> design_high_pass() {
  constexpr Eigen::Index size = kHighPassHalf + 1;
  Eigen::MatrixXd products(size, size);
  Eigen::VectorXd wanted(size);
  const double pi = std::numbers::pi, pass = 70.0 / 8000 * pi;
  for (Eigen::Index i = 0; i < size; ++i) {
    const auto n = static_cast<double>(i);
    wanted(i) = i == 0 ? pi - pass : (std::sin(n * pi) - std::sin(n * pass)) / n;
    for (Eigen::Index j = 0; j < size; ++j)
      products(i, j) =
          0.5 * (over_bands(std::abs(n - static_cast<double>(j))) + over_bands(n + static_cast<double>(j)));
  }
  const Eigen::VectorXd cosines = products.ldlt().solve(wanted);
  std::vector<double> taps(2 * kHighPassHalf + 1);
  taps[kHighPassHalf] = cosines(0);
  for (size_t k = 1; k <= kHighPassHalf; ++k)
    taps[kHighPassHalf - k] = taps[kHighPassHalf + k] = cosines(static_cast<Eigen::Index>(k)) / 2;
  return taps;
}

std::vector<double> high_passed(std::span<const double> frame) {
  static const std::vector<double> taps = design_high_pass();
  std::vector<double> longer(frame.begin(), frame.end()), filtered(frame.size() + kHighPassHalf);
  longer.resize(filtered.size(), 0.0);
  filter_fir(taps, longer, filtered);
  return {filtered.begin() + kHighPassHalf, filtered.end()};
}

/// A frame behind a ramp that leads to it from the opposite of the first value.
class RampedFrame {
 public:
  explicit RampedFrame(std::span<const double> frame)
      : ramped_(kRamp), window_(hanning(frame.size())), weighted_(frame.size()) {
    for (size_t i = 0; i < kRamp; ++i)
      ramped_[i] = frame[0] * (2 * static_cast<double>(i) / static_cast<double>(kRamp - 1) - 1);
    ramped_.insert(ramped_.end(), frame.begin(), frame.end());
    filtered_.resize(ramped_.size());
  }

  std::vector<double> filtered(std::span<const double> a, bool integrated) {
    filter_fir(a, ramped_, filtered_);
    double sum = 0;
    if (integrated)
      for (double& value : filtered_) value = sum = value + kLeak * sum;
    return {filtered_.begin() + kRamp, filtered_.end()};
  }

  std::vector<double> predictor(std::span<const double> signal, size_t order) {
    std::vector<double> a(order + 1);
    for (size_t i = 0; i < signal.size(); ++i) weighted_[i] = signal[i] * window_[i];
    predict_linearly(weighted_, a);
    return a;
  }

 private:
  std::vector<double> ramped_, window_, weighted_, filtered_;
};

bool silent(std::span<const double> frame) {
  for (const double value : frame)
    if (value != 0) return false;
  return true;
}

}  // namespace

GlottalFrame inverse_filter(std::span<const double> frame, Silence silence) {
  if (frame.size() <= kTractOrder) return {};
  if (silent(frame)) {
    if (silence == Silence::zero) return {};
    const std::vector<double> nothing(frame.size(), std::numeric_limits<double>::quiet_NaN());
    return {nothing, nothing};
  }
  const std::vector<double> speech = high_passed(frame);
  RampedFrame ramped(speech);
  const std::vector<double> tilt = ramped.predictor(speech, 1);
  const std::vector<double> rough_tract = ramped.predictor(ramped.filtered(tilt, false), kTractOrder);
  const std::vector<double> glottis = ramped.predictor(ramped.filtered(rough_tract, true), kGlottisOrder);
  const std::vector<double> tract = ramped.predictor(ramped.filtered(glottis, true), kTractOrder);
  return {ramped.filtered(tract, true), ramped.filtered(tract, false)};
}

}  // namespace mmim
