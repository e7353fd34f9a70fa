#include "extract/acoustic/wavelets.h"

#include <algorithm>
#include <cmath>
#include <limits>
#include <numbers>

#include "extract/signal/convolution.h"

namespace mmim {

namespace {

constexpr int kReach = 1000, kBands = 7;
constexpr size_t kSlopeFrame = 640, kSlopeHop = 160;
constexpr double kRounding = 1e-9;   ///< of the loudest sample: below, a sum by transforms is mostly rounding
constexpr double kQuietBand = 1e-9;  ///< amplitude of silence, far below one step of 16 bits

/// A cosine of half the sampling rate under a Gaussian, both stretched 2^octave times.
std::vector<double> wavelet(int octave) {
  std::vector<double> taps;
  const double stretch = std::exp2(octave);
  for (int n = -kReach; n <= kReach; ++n) {
    const double t = n / stretch;
    taps.push_back(-std::cos(std::numbers::pi * t) * std::exp(-t * t / 2));
  }
  return taps;
}

/// Samples from the middle to the last tap that is not too small for a number.
size_t reach_of(std::span<const double> taps) {
  size_t reach = kReach;
  while (reach > 0 && taps[kReach + reach] == 0) --reach;
  return reach;
}

/// A band of the residual; NaN as far as a wavelet carries what is no number.
BlockSignal band_of(Fft& fft, BlockSignal& residual, int octave) {
  const std::vector<double> taps = wavelet(octave);
  const auto known = [&residual](size_t i) { return std::isnan(residual.at(i)) ? 0.0 : residual.at(i); };
  BlockSignal sums = convolved(fft, residual.size(), known, taps);
  const size_t block = sums.block();
  return {residual.size(), block,
          [&residual, sums = std::move(sums), reach = reach_of(taps)](size_t first, std::span<double> values) mutable {
            std::ranges::copy(sums.view(first, values.size()), values.begin());
            const size_t end = std::min(first + values.size() + reach, residual.size());
            size_t done = first;
            for (size_t i = first > reach ? first - reach : 0; i < end; ++i) {
              if (!std::isnan(residual.at(i))) continue;
              const size_t last = std::min(i + reach + 1, first + values.size());
              for (size_t k = std::max(done, i > reach ? i - reach : 0); k < last; ++k)
                values[k - first] = std::numeric_limits<double>::quiet_NaN();
              done = std::max(done, last);
            }
          }};
}

/// The place of the first maximum, from 1, among `count` numbers; 1 without any.
size_t place_of_maximum(BlockSignal& x, size_t first, size_t count) {
  size_t best = first;
  double highest = x.at(first);
  for (size_t i = first + 1; i < first + count; ++i) {
    const double value = x.at(i);
    if (value > highest || (std::isnan(highest) && !std::isnan(value))) best = i, highest = value;
  }
  return best - first + 1;
}

double loudest(std::span<const float> x) {
  double largest = 0;
  for (const float value : x) largest = std::max(largest, static_cast<double>(std::abs(value)));
  return largest;
}

/// The largest amplitude of a frame of a band, tap by tap: exact where silence leaves very little of a sound nearby.
double largest_of_sums(std::span<const float> x, size_t start, std::span<const double> taps) {
  const auto reach = static_cast<std::ptrdiff_t>(reach_of(taps)), size = static_cast<std::ptrdiff_t>(x.size());
  const auto begin = static_cast<std::ptrdiff_t>(start), end = begin + static_cast<std::ptrdiff_t>(kSlopeFrame);
  std::vector<double> sums(kSlopeFrame, 0.0);
  for (std::ptrdiff_t from = std::max<std::ptrdiff_t>(begin - reach, 0); from < std::min(end + reach, size); ++from) {
    if (x[static_cast<size_t>(from)] == 0) continue;
    for (std::ptrdiff_t i = std::max(begin, from - reach); i < std::min(end, from + reach + 1); ++i)
      sums[static_cast<size_t>(i - begin)] +=
          static_cast<double>(x[static_cast<size_t>(from)]) * taps[static_cast<size_t>(i - from + kReach)];
  }
  double largest = 0;
  for (const double sum : sums) largest = std::max(largest, std::abs(sum));
  return largest;
}

size_t period_at(std::span<const size_t> closures, size_t n) {
  return n == 0 ? closures[1] - closures[0] : closures[n] - closures[n - 1];
}

/// Least squares over bands 1, 2, ..., the lowest band first. As in published code, up to two bands without any sound
/// make it minus infinity, and more make it 0.
double slope_of(std::span<const double> levels) {
  if (std::ranges::count(levels, -std::numeric_limits<double>::infinity()) > 2) return 0;
  const double middle = (static_cast<double>(levels.size()) - 1) / 2;
  double product = 0, square = 0;
  for (size_t i = 0; i < levels.size(); ++i) {
    const double off = static_cast<double>(i) - middle;
    product += off * levels[i];
    square += off * off;
  }
  return product / square;
}

}  // namespace

std::vector<double> dispersion_quotients(Fft& fft, BlockSignal& residual, std::span<const size_t> closures) {
  std::vector<double> quotients(closures.size(), 0.0);
  if (closures.size() < 2) return quotients;
  std::vector<BlockSignal> bands;
  for (int octave = 2; octave < kBands; ++octave) bands.push_back(band_of(fft, residual, octave));
  for (size_t n = 0; n < closures.size(); ++n) {
    const size_t closure = closures[n], period = period_at(closures, n);
    if (closure < period || closure + period >= residual.size()) continue;
    const double reach = std::round(0.2 * static_cast<double>(period));
    const auto half = static_cast<size_t>(reach);
    for (BlockSignal& band : bands) {
      const auto place = static_cast<double>(place_of_maximum(band, closure - half, 2 * half + 1));
      quotients[n] += std::abs(reach - place) / (5 * static_cast<double>(period));
    }
  }
  return quotients;
}

std::vector<double> peak_slopes(Fft& fft, std::span<const float> x, Silence silence) {
  if (x.size() < kSlopeFrame) return {};
  const size_t frames = (x.size() - kSlopeFrame) / kSlopeHop + 1;
  std::vector<double> levels(frames * kBands), slopes(frames);
  const double sure = kRounding * loudest(x);
  for (int octave = 0; octave < kBands; ++octave) {
    const std::vector<double> taps = wavelet(octave);
    BlockSignal band = convolved(
        fft, x.size(), [x](size_t i) { return static_cast<double>(x[i]); }, taps);
    for (size_t frame = 0; frame < frames; ++frame) {
      double largest = 0;
      for (const double value : band.view(frame * kSlopeHop, kSlopeFrame)) largest = std::max(largest, std::abs(value));
      if (silence == Silence::zero) largest = std::max(largest, kQuietBand);
      if (largest < sure) largest = largest_of_sums(x, frame * kSlopeHop, taps);
      levels[frame * kBands + static_cast<size_t>(kBands - 1 - octave)] = std::log10(largest);
    }
  }
  for (size_t frame = 0; frame < frames; ++frame)
    slopes[frame] = slope_of(std::span(levels).subspan(frame * kBands, kBands));
  return slopes;
}

}  // namespace mmim
