#include "extract/acoustic/voice_quality.h"

#include <algorithm>
#include <cmath>

#include "extract/acoustic/pitch.h"
#include "extract/signal/peaks.h"
#include "extract/signal/windows.h"

namespace mmim {

namespace {

constexpr size_t kLongestPeriod = 800, kAfterClosure = 8;  ///< 20 Hz; 0.5 ms
constexpr size_t kSpectrum = 16000, kPulseSpectrum = 2048;

/// Of a magnitude squared; that of silence is very low and finite.
double decibels(double power) { return 10 * std::log10(std::max(power, 1e-300)); }

/// Without the straight line between both ends.
std::vector<double> levelled(std::span<const double> flow) {
  std::vector<double> level(flow.begin(), flow.end());
  const double rise = (flow.back() - flow.front()) / static_cast<double>(flow.size() - 1);
  for (size_t i = 0; i < level.size(); ++i) level[i] -= flow.front() + rise * static_cast<double>(i);
  return level;
}

/// Samples between the places left and right of the maximum where half of it is passed.
double open_samples(std::span<const double> flow, size_t top) {
  const double half = flow[top] / 2;
  size_t left = top, right = top;
  while (left > 2 && flow[left] > half) --left;
  while (right + 3 < flow.size() && flow[right] > half) ++right;
  return static_cast<double>(right - left);
}

}  // namespace

std::vector<VoiceQuality> VoiceQualityMeter::measure(GlottalFlow& flow, std::span<const size_t> closures,
                                                     size_t samples) {
  std::vector<VoiceQuality> measured(closures.size());
  for (size_t n = 0; n < closures.size() && closures.size() > 1; ++n) {
    const size_t closure = closures[n], begin = n == 0 ? 0 : closures[n - 1];
    const size_t period = n == 0 ? closures[1] - closure : closure - begin;
    const double f0 = kSampleRate / static_cast<double>(period);
    if (!(f0 > 20 && f0 < 500)) continue;
    const auto reach = static_cast<size_t>(std::round(1.5 * static_cast<double>(period)));
    const size_t last = std::min(closure + reach, samples - 1), first = closure > reach ? closure - reach : 0;
    flow.complete(begin > kLongestPeriod ? begin - kLongestPeriod : 0, last);
    const std::vector<double> level = levelled(flow.flow(begin, closure));
    const auto top = static_cast<size_t>(std::max_element(level.begin(), level.end()) - level.begin());
    const size_t end = closure + kAfterClosure < samples ? closure + kAfterClosure : closure;
    double steepest = 0;
    for (const double slope : flow.derivative(begin, end)) steepest = std::max(steepest, std::abs(slope));
    VoiceQuality& quality = measured[n];
    quality.naq = level[top] / (steepest * static_cast<double>(period));
    quality.qoq = open_samples(level, top) / static_cast<double>(period);
    quality.h1h2 = first_harmonics(flow.derivative(first, last), f0);
    if (n > 0) quality.psp = spectral_parabola(flow.flow(begin, closure), period);
  }
  return measured;
}

double VoiceQualityMeter::first_harmonics(std::span<const double> derivative, double f0) {
  std::vector<double> frame = hamming(derivative.size());
  for (size_t i = 0; i < frame.size(); ++i) frame[i] *= derivative[i];
  fft_.forward(frame, kSpectrum, bins_);
  std::vector<double> power(kSpectrum);
  for (size_t k = 0; k <= kSpectrum / 2; ++k) power[k] = std::norm(bins_[k]);
  for (size_t k = kSpectrum / 2 + 1; k < kSpectrum; ++k) power[k] = power[kSpectrum - k];
  std::vector<Peak> peaks;
  for (const size_t at : local_maxima(power)) {
    const double around[] = {decibels(power[at - 1]), decibels(power[at]), decibels(power[at + 1])};
    const double between = parabolic_peak(around, 1).position;
    peaks.push_back({static_cast<double>(at) + between, around[1]});  // published code counts bins from 1
  }
  drop_near_peaks(peaks, f0 / 2);
  if (peaks.size() < 5) return 0;
  return nearest_peak(peaks, f0).value - nearest_peak(peaks, 2 * f0).value;
}

/// The curvature a of the parabola a k^2 + b through the lowest bins of the spectrum in dB, as many as it fits.
double VoiceQualityMeter::parabola_of(std::span<const double> pulse) {
  fft_.forward(pulse, kPulseSpectrum, bins_);
  double n = 0, x = 0, xx = 0, xk = 0, k2 = 0, k4 = 0;
  for (size_t bin = 0; bin < kPulseSpectrum / 2; ++bin) {
    const double value = decibels(std::norm(bins_[bin])), square = static_cast<double>(bin * bin);
    n += 1, x += value, xx += value * value, xk += value * square, k2 += square, k4 += square * square;
    if (n < 3) continue;
    const double a = (n * xk - x * k2) / (n * k4 - k2 * k2), b = (x - a * k2) / n;
    const double error = xx - 2 * a * xk - 2 * b * x + a * a * k4 + 2 * a * b * k2 + n * b * b;
    if (!(error / xx < 0.01) || bin + 1 == kPulseSpectrum / 2) return a;
  }
  return 0;
}

double VoiceQualityMeter::spectral_parabola(std::span<const double> flow, size_t period) {
  std::vector<double> pulse(flow.begin(), flow.end());
  const auto [low, high] = std::minmax_element(pulse.begin(), pulse.end());
  const double least = *low, range = *high - *low;
  for (double& value : pulse) value = (value - least) / range;
  auto [known, is_new] = of_rectangle_.try_emplace(period, 0.0);
  if (is_new) known->second = parabola_of(std::vector<double>(period, 1 / static_cast<double>(period)));
  return parabola_of(pulse) / known->second;
}

}  // namespace mmim
