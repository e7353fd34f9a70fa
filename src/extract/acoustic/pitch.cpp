#include "extract/acoustic/pitch.h"

#include <algorithm>
#include <cmath>

#include "extract/signal/fft.h"
#include "extract/signal/statistics.h"
#include "extract/signal/windows.h"

namespace mmim {

namespace {

constexpr size_t kPitchFrame = 1598, kPitchHop = 160, kPitchBins = 8000;
constexpr int kHarmonics = 5;

struct Candidates {
  int low = 50, high = 500;  ///< Hz
};

/// Amplitudes of two frames; entry i stands for i Hz in published code, though it lies at i - 1 Hz.
class ResidualSpectra {
 public:
  ResidualSpectra() : window_(blackman(kPitchFrame)), frames_(kPitchFrame) {}

  void of(BlockSignal& residual, size_t first, size_t second) {
    for (size_t lane = 0; lane < 2; ++lane) {
      const std::span<const double> frame = residual.view(lane == 0 ? first : second, kPitchFrame);
      for (size_t i = 0; i < kPitchFrame; ++i) frames_[i].lanes[lane] = frame[i] * window_[i];
    }
    Pair mean = 0.0;
    for (const Pair& value : frames_) mean += value;
    mean *= Pair(1 / static_cast<double>(kPitchFrame));
    for (Pair& value : frames_) value -= mean;
    fft_.forward(frames_, 2 * kPitchBins, bins_);
    Pair energy = 0.0;
    for (size_t k = 0; k < kPitchBins; ++k) energy += power_at(k);
    for (size_t lane = 0; lane < 2; ++lane) {
      scale_[lane] = 1 / std::sqrt(energy[lane]);
      amplitudes_[lane].resize(size_t{kHarmonics} * static_cast<size_t>(Candidates{}.high));
      for (size_t k = 0; k < amplitudes_[lane].size(); ++k)
        amplitudes_[lane][k] = std::sqrt(power_at(k)[lane]) * scale_[lane];
    }
  }

  bool sounds(size_t lane) const { return std::isfinite(scale_[lane]); }

  /// Energy at the harmonics of f Hz less that between them.
  double harmonics_of(size_t lane, int f) const {
    const auto at = [&](int hertz) { return amplitudes_[lane][static_cast<size_t>(hertz - 1)]; };
    double sum = 0;
    for (int k = 1; k <= kHarmonics; ++k) sum += at(k * f);
    for (int k = 1; k < kHarmonics; ++k) sum -= at(k * f + (f + 1) / 2);
    return sum;
  }

 private:
  Pair power_at(size_t k) const { return bins_[k].real() * bins_[k].real() + bins_[k].imag() * bins_[k].imag(); }
  PairFft fft_;
  std::vector<double> window_;
  std::vector<Pair> frames_;
  std::vector<std::complex<Pair>> bins_;
  std::vector<double> amplitudes_[2];
  double scale_[2] = {};
};

/// The best candidate of a frame.
void choose(const ResidualSpectra& spectra, size_t lane, Candidates range, bool silence_is_one, size_t frame,
            PitchTrack& track) {
  double best = silence_is_one ? 0 : -1e300;
  int f0 = silence_is_one ? 1 : 0;
  for (int f = range.low; f <= range.high && spectra.sounds(lane); ++f) {
    const double value = spectra.harmonics_of(lane, f);
    if (value > best) best = value, f0 = f;
  }
  track.f0[frame] = f0;
  track.strength[frame] = f0 > 1 ? best : 0;
}

/// Searches the frames whose best candidate is not known to lie in the range.
void search(ResidualSpectra& spectra, BlockSignal& residual, Candidates range, bool silence_is_one, PitchTrack& track) {
  std::vector<size_t> frames;
  for (size_t frame = 0; frame < track.f0.size(); ++frame)
    if (track.f0[frame] < range.low || track.f0[frame] > range.high) frames.push_back(frame);
  for (size_t i = 0; i < frames.size(); i += 2) {
    const size_t first = frames[i], second = frames[std::min(i + 1, frames.size() - 1)];
    spectra.of(residual, kPitchHop * first, kPitchHop * second);
    choose(spectra, 0, range, silence_is_one, first, track);
    if (second != first) choose(spectra, 1, range, silence_is_one, second, track);
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

PitchTrack track_pitch(std::span<const float> x, Silence silence) {
  PitchTrack track;
  if (x.size() < kPitchFrame + 1) return track;
  const size_t frames = (x.size() - kPitchFrame - 1) / kPitchHop + 1;
  constexpr size_t kMiddle = kPitchFrame / 2;
  for (size_t i = 0; i < frames; ++i) track.centres.push_back(static_cast<double>(kMiddle + kPitchHop * i));
  for (auto* values : {&track.f0, &track.strength, &track.voiced}) values->resize(frames);
  BlockSignal residual = scaled_to_one(prediction_residual(x, 12, silence));
  ResidualSpectra spectra;
  Candidates range;
  const bool silence_is_one = silence == Silence::nan;
  search(spectra, residual, range, silence_is_one, track);
  const Candidates narrow = narrowed(track, range);
  if (narrow.low != range.low || narrow.high != range.high) search(spectra, residual, narrow, silence_is_one, track);
  decide_voicing(track);
  return track;
}

}  // namespace mmim
