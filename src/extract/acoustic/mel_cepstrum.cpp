#include "extract/acoustic/mel_cepstrum.h"

#include <cmath>

#include "extract/acoustic/pitch.h"

namespace mmim {

namespace {

double mel_of(double hertz) { return 1127.01048 * std::log(1 + hertz / 700); }

}  // namespace

MelCepstrum::MelCepstrum(Fft& fft, size_t bins, size_t order)
    : fft_(fft), order_(order), below_(bins), share_(bins), logarithms_(bins) {
  const double width = kSampleRate / 2 / static_cast<double>(bins - 1);
  const auto warped = [&](size_t k) {
    return mel_of(static_cast<double>(k) * width) / mel_of(kSampleRate / 2) * static_cast<double>(bins - 1);
  };
  for (size_t k = 0, below = 0; k < bins; ++k) {
    const auto place = static_cast<double>(k);
    while (below + 2 < bins && warped(below + 1) <= place) ++below;
    below_[k] = below;
    share_[k] = (place - warped(below)) / (warped(below + 1) - warped(below));
  }
}

std::span<const double> MelCepstrum::of(std::span<const double> envelope) {
  logarithms_.resize(below_.size());
  for (size_t k = 0; k < below_.size(); ++k) {
    const double low = envelope[below_[k]];
    logarithms_[k] = std::log(low + share_[k] * (envelope[below_[k] + 1] - low));
  }
  fft_.even(logarithms_);
  const double scale = 1 / static_cast<double>(2 * (logarithms_.size() - 1));
  for (size_t n = 0; n <= order_; ++n) logarithms_[n] *= n == 0 ? scale : 2 * scale;
  return std::span(logarithms_).first(order_ + 1);
}

}  // namespace mmim
