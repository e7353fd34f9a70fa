#include "extract/signal/residual.h"

#include <algorithm>
#include <cmath>
#include <limits>

#include "extract/signal/linear_prediction.h"
#include "extract/signal/windows.h"

namespace mmim {

namespace {

constexpr size_t kResidualFrame = 401, kResidualHop = 80;

double energy_of(std::span<const double> x) {
  double sum = 0;
  for (const double value : x) sum += value * value;
  return sum;
}

template <class T>
void windowed(std::span<const T> x, size_t start, std::span<const double> window, std::span<double> frame) {
  for (size_t i = 0; i < frame.size(); ++i) frame[i] = static_cast<double>(x[start + i]) * window[i];
}

/// Gives the residual to `sink`, sample by sample: the samples before the next frame are complete.
template <class T, class Sink>
void residual_by(std::span<const float> x, std::span<const T> predicted, size_t order, Silence silence, Sink sink) {
  std::vector<double> sums(kResidualFrame, 0.0), a(order + 1);  // of the frame at `start`
  std::vector<double> frame(kResidualFrame), source(kResidualFrame), inverse(kResidualFrame);
  const std::vector<double> window = hanning(kResidualFrame);
  size_t start = 0;
  for (; start + kResidualFrame < x.size(); start += kResidualHop) {
    windowed<float>(x, start, window, frame);
    windowed<T>(predicted, start, window, source);
    const bool sounds = predict_linearly(source, a);
    filter_fir(a, frame, inverse);
    const double energy = energy_of(inverse);
    double gain = silence == Silence::nan ? std::numeric_limits<double>::quiet_NaN() : 0;
    if (sounds && energy > 0) gain = std::sqrt(energy_of(frame) / energy);
    for (size_t i = 0; i < kResidualFrame; ++i) sums[i] += inverse[i] * gain;
    for (size_t i = 0; i < kResidualHop; ++i) sink(sums[i]);
    std::shift_left(sums.begin(), sums.end(), kResidualHop);
    std::fill(sums.end() - kResidualHop, sums.end(), 0.0);
  }
  for (size_t i = start; i < x.size(); ++i) sink(i - start < kResidualFrame ? sums[i - start] : 0.0);
}

}  // namespace

std::vector<double> prediction_residual(std::span<const float> x, size_t order, Silence silence) {
  std::vector<double> residual;
  residual.reserve(x.size());
  residual_by<float>(x, x, order, silence, [&](double value) { residual.push_back(value); });
  return residual;
}

double residual_skewness(std::span<const float> x, std::span<const double> predicted, size_t order) {
  double sum = 0, square = 0, cube = 0;
  residual_by<double>(x, predicted, order, Silence::zero, [&](double value) {
    sum += value;
    square += value * value;
    cube += value * value * value;
  });
  const auto count = static_cast<double>(x.size());
  const double mean = sum / count, second = square / count - mean * mean;
  return (cube / count - 3 * mean * second - mean * mean * mean) / std::pow(second, 1.5);
}

void scale_to_one(std::vector<double>& x) {
  double largest = 0;
  for (const double value : x)
    if (std::abs(value) > largest) largest = std::abs(value);
  if (!(largest > 0)) return;
  for (double& value : x) value /= largest;
}

}  // namespace mmim
