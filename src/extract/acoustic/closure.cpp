#include "extract/acoustic/closure.h"

#include <algorithm>
#include <cmath>

#include "extract/signal/convolution.h"
#include "extract/signal/filtfilt.h"
#include "extract/signal/peaks.h"
#include "extract/signal/statistics.h"
#include "extract/signal/windows.h"

namespace mmim {

namespace {

/// Elliptic high-pass of order 5 at 50 Hz, 3 dB of ripple, 60 dB down: scipy.signal.ellip(5, 3, 60, 0.00625, "high").
const RationalFilter& high_pass_50() {
  static const RationalFilter filter{
      {0.94744883970083893, -4.7370286568031741, 9.4738417823578427, -9.4738417823578427, 4.7370286568031723,
       -0.94744883970083849},
      {1, -4.8934878104361719, 9.5766172116515165, -9.3688007434561076, 4.5817020828722255, -0.89603070930769824}};
  return filter;
}

/// Speech averaged over 1.7 mean periods: one swing a period.
BlockSignal mean_based_signal(Fft& fft, std::span<const float> x, double median_f0) {
  const double period = std::round(kSampleRate / median_f0);
  const auto half = static_cast<size_t>(std::round(1.7 * period / 2));
  std::vector<double> kernel = blackman(2 * half + 1);
  for (double& tap : kernel) tap /= static_cast<double>(kernel.size());
  const auto sample = [x](size_t i) { return static_cast<double>(x[i]); };
  BlockSignal means = convolved(fft, x.size(), sample, kernel);
  const size_t size = means.size(), block = means.block();
  const auto inside = [means = std::move(means), half](size_t first, std::span<double> values) mutable {
    std::ranges::copy(means.view(first, values.size()), values.begin());
    for (size_t i = 0; i < values.size(); ++i)
      if (first + i < half || first + i + half >= means.size()) values[i] = 0;
  };
  FilteredSignal filtered = filtered_both_ways(high_pass_50(), {size, block, inside});
  return divided(std::move(filtered.signal), filtered.largest);
}

/// Minimum k comes before maximum k.
struct Swings {
  std::vector<size_t> minima, maxima;
};

Swings swings_of(BlockSignal signal) {
  const size_t size = signal.size();
  Swings swings{local_maxima(size, [&](size_t i) { return -signal.at(i); }),
                local_maxima(size, [&](size_t i) { return signal.at(i); })};
  auto& [minima, maxima] = swings;
  if (minima.empty() || maxima.empty()) return {};
  maxima.erase(maxima.begin(), std::upper_bound(maxima.begin(), maxima.end(), minima.front()));
  if (maxima.empty()) return {};
  minima.erase(std::lower_bound(minima.begin(), minima.end(), maxima.back()), minima.end());
  return swings;
}

/// Where in a swing, minimum 0 and maximum 1, strong excitation lies.
double excited_share(BlockSignal& residual, const Swings& swings) {
  std::vector<double> shares;
  size_t k = 0;
  const auto distance = [&](size_t at, size_t i) {
    return at > swings.minima[i] ? at - swings.minima[i] : swings.minima[i] - at;
  };
  for (size_t at = 0; at < residual.size(); ++at) {
    if (!(residual.at(at) > 0.4)) continue;
    while (k + 1 < swings.minima.size() && distance(at, k + 1) < distance(at, k)) ++k;
    const auto begin = static_cast<double>(swings.minima[k]);
    shares.push_back((static_cast<double>(at) - begin) / (static_cast<double>(swings.maxima[k]) - begin));
  }
  return median_of(std::move(shares));
}

/// The first of the largest values that are numbers; the begin without any.
size_t largest(BlockSignal& x, double from, double to) {
  const auto last = static_cast<double>(x.size() - 1);
  const auto begin = static_cast<size_t>(std::clamp(from, 0.0, last)),
             end = static_cast<size_t>(std::clamp(to, 0.0, last));
  size_t best = begin;
  double highest = x.at(begin);
  for (size_t i = begin + 1; i <= end; ++i) {
    const double value = x.at(i);
    if (value > highest || (std::isnan(highest) && !std::isnan(value))) best = i, highest = value;
  }
  return best;
}

}  // namespace

double interpolate_at(std::span<const double> places, std::span<const double> values, double place) {
  const auto after = std::lower_bound(places.begin(), places.end(), place);
  if (after == places.end() || (after == places.begin() && *after != place))
    return std::numeric_limits<double>::quiet_NaN();
  const auto i = static_cast<size_t>(after - places.begin());
  if (places[i] == place) return values[i];
  const double share = (place - places[i - 1]) / (places[i] - places[i - 1]);
  return values[i - 1] + share * (values[i] - values[i - 1]);
}

std::vector<size_t> closure_instants(Fft& fft, std::span<const float> x, BlockSignal& residual,
                                     const PitchTrack& pitch) {
  if (!(pitch.median_f0 > 0)) return {};
  const Swings swings = swings_of(mean_based_signal(fft, x, pitch.median_f0));
  const double share = excited_share(residual, swings);
  std::vector<size_t> closures;
  for (size_t k = 0; k < swings.minima.size(); ++k) {
    const auto begin = static_cast<double>(swings.minima[k]);
    const double swing = static_cast<double>(swings.maxima[k]) - begin;
    const size_t at =
        largest(residual, begin + std::round((share - 0.35) * swing), begin + std::round((share + 0.35) * swing));
    if (at < 1 || !(interpolate_at(pitch.centres, pitch.voiced, static_cast<double>(at) - 1) >= 0.5)) continue;
    closures.push_back(at);
  }
  std::sort(closures.begin(), closures.end());
  closures.erase(std::unique(closures.begin(), closures.end()), closures.end());
  return closures;
}

}  // namespace mmim
