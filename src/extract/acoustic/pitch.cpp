#include "extract/acoustic/pitch.h"

#include <algorithm>
#include <cmath>

#include "extract/signal/statistics.h"
#include "extract/signal/windows.h"

namespace mmim {

namespace {

constexpr size_t kPitchFrame = 1598, kPitchHop = 160, kPitchBins = 8000;
constexpr int kHarmonics = 5;

struct Candidates {
  int low = 50, high = 500;  ///< Hz
};

/// Amplitudes of one frame; entry i stands for i Hz in published code, though it lies at i - 1 Hz.
class ResidualSpectrum {
 public:
  explicit ResidualSpectrum(Fft& fft) : fft_(fft), window_(blackman(kPitchFrame)), frame_(kPitchFrame) {}

  void of(std::span<const double> residual, size_t start) {
    double mean = 0;
    for (size_t i = 0; i < kPitchFrame; ++i) mean += frame_[i] = residual[start + i] * window_[i];
    mean /= static_cast<double>(kPitchFrame);
    for (double& value : frame_) value -= mean;
    fft_.forward(frame_, 2 * kPitchBins, bins_);
    double energy = 0;
    for (size_t k = 0; k < kPitchBins; ++k) energy += std::norm(bins_[k]);
    scale_ = 1 / std::sqrt(energy);
    amplitudes_.resize(static_cast<size_t>(kHarmonics * Candidates{}.high));
    for (size_t k = 0; k < amplitudes_.size(); ++k) amplitudes_[k] = std::sqrt(std::norm(bins_[k])) * scale_;
  }

  bool sounds() const { return std::isfinite(scale_); }

  /// Energy at the harmonics of f Hz less that between them.
  double harmonics_of(int f) const {
    double sum = 0;
    for (int k = 1; k <= kHarmonics; ++k) sum += at(k * f);
    for (int k = 1; k < kHarmonics; ++k) sum -= at(k * f + (f + 1) / 2);
    return sum;
  }

 private:
  double at(int hertz) const { return amplitudes_[static_cast<size_t>(hertz - 1)]; }
  Fft& fft_;
  std::vector<double> window_, frame_, amplitudes_;
  std::vector<Complex> bins_;
  double scale_ = 0;
};

/// Searches the frames whose best candidate is not known to lie in the range.
void search(ResidualSpectrum& spectrum, std::span<const double> residual, Candidates range, bool silence_is_one,
            PitchTrack& track) {
  for (size_t frame = 0; frame < track.f0.size(); ++frame) {
    if (track.f0[frame] >= range.low && track.f0[frame] <= range.high) continue;
    spectrum.of(residual, kPitchHop * frame);
    double best = silence_is_one ? 0 : -1e300;
    int f0 = silence_is_one ? 1 : 0;
    for (int f = range.low; f <= range.high && spectrum.sounds(); ++f) {
      const double value = spectrum.harmonics_of(f);
      if (value > best) best = value, f0 = f;
    }
    track.f0[frame] = f0;
    track.strength[frame] = f0 > 1 ? best : 0;
  }
}

/// Half to twice the median of frames that are surely voiced.
Candidates narrowed(const PitchTrack& track, Candidates range) {
  std::vector<double> sure;
  for (size_t i = 0; i < track.f0.size(); ++i)
    if (track.strength[i] > 0.1) sure.push_back(track.f0[i]);
  if (sure.empty()) return range;
  const double median = median_of(std::move(sure));
  return {std::max(range.low, static_cast<int>(std::round(median / 2))),
          std::min(range.high, static_cast<int>(std::round(2 * median)))};
}

void decide_voicing(PitchTrack& track) {
  const double threshold = standard_deviation(track.strength) > 0.05 ? 0.085 : 0.07;
  std::vector<double> inside;
  for (size_t i = 0; i < track.f0.size(); ++i) {
    track.voiced[i] = track.strength[i] > threshold ? 1 : 0;
    if (track.voiced[i] > 0 && track.f0[i] > 50 && track.f0[i] < 500) inside.push_back(track.f0[i]);
  }
  track.median_f0 = median_of(std::move(inside));
}

}  // namespace

PitchTrack track_pitch(Fft& fft, std::span<const float> x, Silence silence) {
  PitchTrack track;
  if (x.size() < kPitchFrame + 1) return track;
  const size_t frames = (x.size() - kPitchFrame - 1) / kPitchHop + 1;
  for (size_t i = 0; i < frames; ++i) track.centres.push_back(static_cast<double>(kPitchFrame / 2 + kPitchHop * i));
  for (auto* values : {&track.f0, &track.strength, &track.voiced}) values->resize(frames);
  std::vector<double> residual = prediction_residual(x, 12, silence);
  scale_to_one(residual);
  ResidualSpectrum spectrum(fft);
  Candidates range;
  const bool silence_is_one = silence == Silence::nan;
  search(spectrum, residual, range, silence_is_one, track);
  const Candidates narrow = narrowed(track, range);
  if (narrow.low != range.low || narrow.high != range.high) search(spectrum, residual, narrow, silence_is_one, track);
  decide_voicing(track);
  return track;
}

}  // namespace mmim
