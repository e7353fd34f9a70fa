#include "extract/acoustic/source_phase.h"

#include <algorithm>
#include <cmath>
#include <cstdint>
#include <utility>

#include "extract/acoustic/phase_distortion.h"
#include "extract/signal/windows.h"

namespace mmim {

namespace {

constexpr size_t kMeanFrames = 25, kTrendFrames = 9;
constexpr double kSteady = 1 - 4e-15;  ///< the length of a mean direction that does not change, but for rounding

std::vector<double> box(size_t n) { return std::vector<double>(n, 1 / static_cast<double>(n)); }

std::vector<double> hann_mean(size_t n) {
  std::vector<double> taps = hann(n);
  double sum = 0;
  for (const double tap : taps) sum += tap;
  for (double& tap : taps) tap /= sum;
  return taps;
}

/// Of numbers of ordinary size; std::hypot also serves others and takes longer.
double length_of(double cosine, double sine) { return std::sqrt(cosine * cosine + sine * sine); }

/// The middle of nine by the fewest exchanges (Paeth 1990). NaN where one of the nine is.
double middle_of(double (&v)[kTrendFrames]) {
  static constexpr uint8_t kExchanges[][2] = {{1, 2}, {4, 5}, {7, 8}, {0, 1}, {3, 4}, {6, 7}, {1, 2},
                                              {4, 5}, {7, 8}, {0, 3}, {5, 8}, {4, 7}, {3, 6}, {1, 4},
                                              {2, 5}, {4, 7}, {4, 2}, {6, 4}, {4, 2}};
  double sum = 0;
  for (const double value : v) sum += value;
  if (std::isnan(sum)) return sum;
  for (const auto& [low, high] : kExchanges) {
    const double smaller = std::min(v[low], v[high]);
    v[high] = std::max(v[low], v[high]);
    v[low] = smaller;
  }
  return v[4];
}

/// The middle of kTrendFrames rows, with zeros before the first row and behind the last.
void median_row(RowWindow& rows, size_t row, std::span<double> medians) {
  constexpr size_t kHalf = kTrendFrames / 2;
  std::span<const double> around[kTrendFrames];
  for (size_t k = 0; k < kTrendFrames; ++k)
    if (row + k >= kHalf && row + k - kHalf < rows.rows()) around[k] = rows.row(row + k - kHalf);
  double values[kTrendFrames];
  for (size_t i = 0; i < medians.size(); ++i) {
    for (size_t k = 0; k < kTrendFrames; ++k) values[k] = around[k].empty() ? 0.0 : around[k][i];
    medians[i] = middle_of(values);
  }
}

/// COVAREP's phase compression takes bin k for harmonic k: the first eight bins stand alone, those above follow a
/// quadratic curve (8, 8), (25, 25), (512, 25), drawn in steps of 0.01.
std::vector<size_t> compression_map() {
  std::vector<double> at, group;
  for (int i = 0; i <= 100; ++i) {
    const double t = i / 100.0, a = (1 - t) * (1 - t), b = 2 * t * (1 - t), c = t * t;
    at.push_back(a * 8 + b * 25 + c * 512);
    group.push_back(a * 8 + b * 25 + c * 25);
  }
  std::vector<size_t> map;
  for (size_t bin = 1, i = 0; bin < kPhaseBins; ++bin) {
    const auto place = static_cast<double>(bin);
    if (bin <= 8) {
      map.push_back(bin - 1);
      continue;
    }
    while (i + 2 < at.size() && at[i + 1] < place) ++i;
    const double share = (place - at[i]) / (at[i + 1] - at[i]);
    map.push_back(static_cast<size_t>(std::round(group[i] + share * (group[i + 1] - group[i]))) - 1);
  }
  return map;
}

void directions_of(std::span<const double> angles, std::span<double> cosines_and_sines) {
  for (size_t i = 0; i < angles.size(); ++i) {
    cosines_and_sines[i] = std::cos(angles[i]);
    cosines_and_sines[angles.size() + i] = std::sin(angles[i]);
  }
}

}  // namespace

SourcePhase::SourcePhase(Fft& fft, size_t frames, std::function<void(size_t, std::span<double>)> distortion)
    : angles_(kPhaseBins),
      directions_(2 * kPhaseBins),
      deviation_(kPhaseBins),
      mean_weights_(weights_both_ways(box(kMeanFrames))),
      trend_weights_(weights_both_ways(hann_mean(kTrendFrames))),
      deviation_weights_(weights_both_ways(box(kTrendFrames))),
      mean_of_bin_(compression_map()),
      phases_(frames, 2 * kPhaseBins,
              [this, distortion = std::move(distortion)](size_t row, std::span<double> values) {
                distortion(row, angles_);
                directions_of(angles_, values);
              }),
      medians_(frames, 2 * kPhaseBins,
               [this](size_t row, std::span<double> values) { median_row(phases_, row, values); }),
      offs_(frames, 2 * kPhaseBins, [this](size_t row, std::span<double> values) { trend_of(row, values); }),
      cepstrum_(fft, kPhaseBins, kPhaseDeviations - 1) {}

/// The direction of the phase as seen from that of the trend.
void SourcePhase::trend_of(size_t frame, std::span<double> offs) {
  std::vector<double> trend(2 * kPhaseBins);
  smooth_rows(medians_, frame, trend_weights_, trend);
  const std::span<const double> phase = phases_.row(frame);
  for (size_t i = 0; i < kPhaseBins; ++i) {
    const double cosine = trend[i], sine = trend[kPhaseBins + i], length = length_of(cosine, sine);
    const double c = length > 0 ? cosine / length : 1, s = length > 0 ? sine / length : 0;
    offs[i] = phase[i] * c + phase[kPhaseBins + i] * s;
    offs[kPhaseBins + i] = phase[kPhaseBins + i] * c - phase[i] * s;
  }
}

void SourcePhase::compress_means(std::span<const double> directions, std::span<double> means) const {
  Complex sums[kPhaseMeans] = {};
  for (size_t i = 0; i < mean_of_bin_.size(); ++i) {
    const double cosine = directions[i], sine = directions[kPhaseBins + i], length = length_of(cosine, sine);
    sums[mean_of_bin_[i]] += length > 0 ? Complex(cosine / length, sine / length) : Complex(1, 0);
  }
  for (size_t i = 0; i < kPhaseMeans; ++i) means[i] = std::arg(sums[i]);
}

void SourcePhase::of(size_t frame, std::span<double> means, std::span<double> deviations) {
  smooth_rows(phases_, frame, mean_weights_, directions_);
  compress_means(directions_, means);
  smooth_rows(offs_, frame, deviation_weights_, directions_);
  for (size_t i = 0; i < kPhaseBins; ++i) {
    const double length = length_of(directions_[i], directions_[kPhaseBins + i]);
    deviation_[i] = length < kSteady ? std::sqrt(-2 * std::log(length)) : 0;
  }
  deviation_[0] = deviation_[1];
  for (double& value : deviation_)
    if (value == 0) value = 0.001;
  std::ranges::copy(cepstrum_.of(deviation_), deviations.begin());
}

}  // namespace mmim
