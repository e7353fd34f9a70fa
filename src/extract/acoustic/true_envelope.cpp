#include "extract/acoustic/true_envelope.h"

#include <algorithm>
#include <cmath>

#include "extract/acoustic/pitch.h"
#include "extract/signal/windows.h"

namespace mmim {

namespace {

constexpr int kMostRounds = 200;
constexpr double kTolerance = 0.23025850929940458;  // 2 dB: ln(10^0.1)

size_t coefficients(double order, size_t bins) {
  return std::min(static_cast<size_t>(std::round(1.2 * order)), bins - 2);
}

/// Takes one frame of a pair from another pair.
void take_lane(std::vector<Pair>& to, const std::vector<Pair>& from, size_t lane) {
  for (size_t k = 0; k < to.size(); ++k) to[k].lanes[lane] = from[k].lanes[lane];
}

/// Falling halves of Hamming windows, 0 beyond the order of a frame.
void make_windows(const std::array<size_t, 2>& orders, std::vector<Pair>& windows) {
  windows.assign(std::max(orders[0], orders[1]) + 1, Pair(0.0));
  for (size_t lane = 0; lane < 2; ++lane) {
    const std::vector<double> window = hamming(2 * orders[lane] + 1);
    for (size_t n = 0; n <= orders[lane]; ++n) windows[n].lanes[lane] = window[orders[lane] + n];
  }
}

}  // namespace

void TrueEnvelope::smooth(std::vector<double>& first, std::vector<double>& second, std::array<double, 2> f0) {
  const size_t bins = first.size();
  Orders orders, half_orders;
  for (size_t lane = 0; lane < 2; ++lane) {
    orders[lane] = coefficients(std::round(0.5 * kSampleRate / f0[lane]), bins);
    half_orders[lane] = coefficients(std::round(static_cast<double>(orders[lane]) / 2), bins);
  }
  spectra_.resize(bins);
  for (size_t k = 0; k < bins; ++k) spectra_[k] = Pair(first[k], second[k]);
  edges_ = spectra_;
  follow(edges_, half_orders);
  for (size_t lane = 0; lane < 2; ++lane) {
    const double share = 0.25 * static_cast<double>(2 * (bins - 1)) / static_cast<double>(orders[lane]);
    const size_t width = std::min(static_cast<size_t>(std::round(share)), bins);
    for (size_t k = 0; k < width; ++k) {
      spectra_[k].lanes[lane] = edges_[k].lanes[lane];
      if (k > 0) spectra_[bins - k].lanes[lane] = edges_[bins - k].lanes[lane];
    }
  }
  follow(spectra_, orders);
  for (size_t k = 0; k < bins; ++k) {
    first[k] = spectra_[k][0];
    second[k] = spectra_[k][1];
  }
}

/// Of coefficients from..end-1; four sums, because one would wait for each addition.
Pair TrueEnvelope::energy(size_t from, size_t end) const {
  Pair sums[4];
  for (size_t n = from; n < end; ++n) sums[n % 4] += smooth_[n] * smooth_[n];
  return (sums[0] + sums[1]) + (sums[2] + sums[3]);
}

/// Moves the cepstrum towards that of the target, the further the more of it lies beyond the order.
void TrueEnvelope::step(const Orders& orders) {
  smooth_ = target_;
  fft_.even(smooth_);
  const size_t top = smooth_.size() - 1;
  const size_t both = std::min(orders[0], orders[1]) + 1, none = cepstrum_.size();
  Pair inside = energy(1, both), outside = energy(none, top);
  for (size_t n = both; n < none; ++n)
    for (size_t lane = 0; lane < 2; ++lane)
      (n <= orders[lane] ? inside : outside).lanes[lane] += smooth_[n][lane] * smooth_[n][lane];
  Pair stride;
  for (size_t lane = 0; lane < 2; ++lane) {
    const double within = std::sqrt(smooth_[0][lane] * smooth_[0][lane] + 4 * inside[lane]);
    stride.lanes[lane] = (within + std::sqrt(4 * outside[lane])) / within;
  }
  const double scale = 1 / static_cast<double>(2 * top);
  for (size_t n = 0; n < cepstrum_.size(); ++n) {
    const Pair given = Pair(n == 0 ? scale : 2 * scale) * smooth_[n];
    cepstrum_[n] += stride * window_[n] * (given - cepstrum_[n]);
  }
}

/// How far the spectra lie above the envelopes of the cepstrum, which go into smooth_.
Pair TrueEnvelope::draw(const std::vector<Pair>& log_spectra) {
  std::fill(smooth_.begin(), smooth_.end(), Pair(0.0));
  smooth_[0] = cepstrum_[0];
  for (size_t n = 1; n < cepstrum_.size(); ++n) smooth_[n] = Pair(0.5) * cepstrum_[n];
  fft_.even(smooth_);
  Pair above[4];
  for (size_t k = 0; k < smooth_.size(); ++k) {
    above[k % 4] = larger(above[k % 4], log_spectra[k] - smooth_[k]);
    target_[k] = larger(target_[k], smooth_[k]);
  }
  return larger(larger(above[0], above[1]), larger(above[2], above[3]));
}

/// Both frames take their rounds together; the one that is done first is put aside.
void TrueEnvelope::follow(std::vector<Pair>& log_spectra, const Orders& orders) {
  make_windows(orders, window_);
  cepstrum_.assign(window_.size(), Pair(0.0));
  target_ = done_ = log_spectra;
  std::array<bool, 2> is_done{false, false};
  for (int round = 1; !(is_done[0] && is_done[1]); ++round) {
    step(orders);
    const Pair above = draw(log_spectra);
    for (size_t lane = 0; lane < 2; ++lane) {
      if (is_done[lane] || (above[lane] > kTolerance && round < kMostRounds)) continue;
      take_lane(done_, smooth_, lane);
      is_done[lane] = true;
    }
  }
  log_spectra = done_;
}

}  // namespace mmim
