#include "extract/acoustic/harmonics.h"

#include <algorithm>
#include <cmath>

#include "extract/acoustic/pitch.h"
#include "extract/signal/angles.h"
#include "extract/signal/statistics.h"
#include "extract/signal/windows.h"

namespace mmim {

namespace {

constexpr size_t kHarmonicSpectrum = 4096, kWindowsKept = 64;
constexpr double kBinsPerHertz = kHarmonicSpectrum / kSampleRate;

}  // namespace

size_t half_frame(double f0) { return static_cast<size_t>(std::round(1.5 * kSampleRate / f0)); }

const std::vector<double>& HarmonicAnalysis::window_of(size_t half) {
  if (windows_.size() > kWindowsKept) windows_.clear();
  std::vector<double>& window = windows_[half];
  if (!window.empty()) return window;
  window = blackman(2 * half + 1);
  double sum = 0;
  for (const double value : window) sum += value;
  for (double& value : window) value /= sum;
  return window;
}

/// Between two bins on the shorter way, with time 0 at sample `centre`.
double HarmonicAnalysis::phase_at(double bin, double centre) const {
  const auto below = std::min(static_cast<size_t>(bin), bins_.size() - 2);
  const double turn = 2 * std::numbers::pi * centre / static_cast<double>(kHarmonicSpectrum);
  const double first = std::arg(bins_[below]) + turn * static_cast<double>(below);
  const double second = std::arg(bins_[below + 1]) + turn * static_cast<double>(below + 1);
  return wrapped(first + (bin - static_cast<double>(below)) * wrapped(second - first));
}

void HarmonicAnalysis::analyse(std::span<const float> x, size_t centre, double f0, HarmonicFrame& frame) {
  const size_t half = half_frame(f0);
  const std::vector<double>& window = window_of(half);
  samples_.resize(std::min(window.size(), kHarmonicSpectrum));  // published code cuts longer windows
  for (size_t i = 0; i < samples_.size(); ++i) samples_[i] = static_cast<double>(x[centre - half + i]) * window[i];
  fft_.forward(samples_, kHarmonicSpectrum, bins_);
  std::vector<double>& spectrum = frame.log_spectrum;
  spectrum.resize(bins_.size());
  for (size_t k = 0; k < bins_.size(); ++k)
    spectrum[k] = 0.5 * std::log(std::max(std::norm(bins_[k]), quietest_ * quietest_));
  peaks_.clear();
  for (const size_t at : local_maxima(spectrum)) peaks_.push_back(parabolic_peak(spectrum, at));
  const double spacing = f0 * kBinsPerHertz, place_of_centre = static_cast<double>(half);
  const auto count = static_cast<size_t>(std::round((kSampleRate / 2 - f0 / 2) / f0));
  frame.amplitude.assign(1, std::exp(spectrum[0]));
  frame.phase.assign(1, std::arg(bins_[0]));
  std::vector<double> distances;
  double before = 0;
  for (size_t k = 1; k <= count; ++k) {
    const double expected = static_cast<double>(k) * spacing;
    double bin = expected, level = spectrum[static_cast<size_t>(std::round(expected))];
    const Peak* peak = peaks_.empty() ? nullptr : &nearest_peak(peaks_, expected);
    if (peak && std::abs(peak->position - expected) < spacing / 2) bin = peak->position, level = peak->value;
    frame.amplitude.push_back(std::exp(level));
    frame.phase.push_back(phase_at(bin, place_of_centre));
    distances.push_back((bin - before) / kBinsPerHertz);
    before = bin;
  }
  frame.f0 = median_of(std::move(distances));
}

}  // namespace mmim
