#include "extract/acoustic/phase_distortion.h"

#include <algorithm>
#include <cmath>

#include "extract/acoustic/pitch.h"
#include "extract/signal/angles.h"

namespace mmim {

namespace {

constexpr double kPhaseBinWidth = kSampleRate / 2 / (kPhaseBins - 1);

}  // namespace

/// That of the amplitudes, interpolated over frequency in their logarithm, by folding the cepstrum.
void PhaseDistortion::find_minimum_phase(const HarmonicFrame& frame) {
  const size_t last = frame.amplitude.size() - 1, top = kPhaseBins - 1;
  const auto level = [&](size_t k) { return std::log(frame.amplitude[k == 0 ? 1 : k]); };
  cepstrum_.resize(kPhaseBins);
  for (size_t bin = 0; bin < kPhaseBins; ++bin) {
    const double place = static_cast<double>(bin) * kPhaseBinWidth / frame.f0;
    const auto below = std::min(static_cast<size_t>(place), last);
    cepstrum_[bin] = level(below);
    if (below < last) cepstrum_[bin] += (place - static_cast<double>(below)) * (level(below + 1) - level(below));
  }
  fft_.even(cepstrum_);
  cepstrum_.resize(2 * top, 0.0);
  for (size_t n = 1; n < top; ++n) cepstrum_[n] /= static_cast<double>(top);
  cepstrum_[0] = cepstrum_[top] = 0;  // real parts alone
  fft_.forward(cepstrum_, 2 * top, bins_);
  minimum_.resize(kPhaseBins);
  for (size_t bin = 0; bin < kPhaseBins; ++bin) minimum_[bin] = bins_[bin].imag();
}

void PhaseDistortion::of(const HarmonicFrame& frame, double f0, std::span<double> distortion) {
  find_minimum_phase(frame);
  const size_t last = frame.amplitude.size() - 1;
  const auto source = [&](size_t k) {
    if (k == 0) return 0.0;
    const double place = std::min(static_cast<double>(k) * frame.f0 / kPhaseBinWidth, kPhaseBins - 1.0);
    const auto below = std::min(static_cast<size_t>(place), kPhaseBins - 2);
    const double minimum =
        minimum_[below] + (place - static_cast<double>(below)) * (minimum_[below + 1] - minimum_[below]);
    return frame.phase[k] - minimum;
  };
  const double first = source(1);
  steps_.assign(1, 0.0);  // of harmonic k + 1 against k, without jumps
  for (size_t k = 1; k < last; ++k) {
    const double step = wrapped(source(k + 1) - source(k) - first);
    steps_.push_back(steps_.back() + wrapped(step - steps_.back()));
  }
  steps_.push_back(steps_.back() - wrapped(steps_.back()));
  for (size_t bin = 0; bin < kPhaseBins; ++bin) {
    const double place = static_cast<double>(bin) * kPhaseBinWidth / f0 - 1;
    const auto below = static_cast<size_t>(std::max(place, 0.0));
    distortion[bin] = 0;
    if (place <= 0 || below + 1 >= steps_.size()) continue;
    distortion[bin] =
        wrapped(steps_[below] + (place - static_cast<double>(below)) * (steps_[below + 1] - steps_[below]));
  }
}

}  // namespace mmim
