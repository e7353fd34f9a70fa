#include "extract/acoustic/true_envelope.h"

#include <algorithm>
#include <cmath>
#include <numbers>

#include "extract/acoustic/pitch.h"
#include "extract/signal/windows.h"

namespace mmim {

namespace {

constexpr int kMostRounds = 200;
constexpr double kTolerance = 0.23025850929940458;  // 2 dB: ln(10^0.1)

size_t coefficients(double order, size_t bins) {
  return std::min(static_cast<size_t>(std::round(1.2 * order)), bins - 2);
}

}  // namespace

void TrueEnvelope::smooth(std::vector<double>& log_spectrum, double f0) {
  const double order = std::round(0.5 * kSampleRate / f0);
  const size_t bins = log_spectrum.size(), m = coefficients(order, bins);
  edges_ = log_spectrum;
  follow(edges_, coefficients(std::round(static_cast<double>(m) / 2), bins));
  const auto width =
      static_cast<size_t>(std::round(0.25 * static_cast<double>(2 * (bins - 1)) / static_cast<double>(m)));
  std::copy_n(edges_.begin(), std::min(width, bins), log_spectrum.begin());
  if (width > 1) std::copy_n(edges_.rbegin(), std::min(width, bins) - 1, log_spectrum.rbegin());
  follow(log_spectrum, m);
}

void TrueEnvelope::follow(std::vector<double>& log_spectrum, size_t order) {
  const size_t top = log_spectrum.size() - 1;
  const double scale = 1 / static_cast<double>(2 * top);
  const std::vector<double> window = hamming(2 * order + 1);
  cepstrum_.assign(order + 1, 0.0);
  target_ = log_spectrum;
  for (int round = 0; round < kMostRounds; ++round) {
    smooth_ = target_;
    fft_.even(smooth_);
    double inside = smooth_[0] * smooth_[0], outside = 0;
    for (size_t n = 1; n < top; ++n) (n <= order ? inside : outside) += 4 * smooth_[n] * smooth_[n];
    const double step = (std::sqrt(inside) + std::sqrt(outside)) / std::sqrt(inside);
    for (size_t n = 0; n <= order; ++n) {
      const double given = (n == 0 ? 1 : 2) * smooth_[n] * scale;
      cepstrum_[n] += step * window[order + n] * (given - cepstrum_[n]);
    }
    std::fill(smooth_.begin(), smooth_.end(), 0.0);
    smooth_[0] = cepstrum_[0];
    for (size_t n = 1; n <= order; ++n) smooth_[n] = cepstrum_[n] / 2;
    fft_.even(smooth_);
    double above = 0;
    for (size_t k = 0; k <= top; ++k) {
      above = std::max(above, log_spectrum[k] - smooth_[k]);
      target_[k] = std::max(target_[k], smooth_[k]);
    }
    if (above <= kTolerance) break;
  }
  log_spectrum = smooth_;
}

}  // namespace mmim
