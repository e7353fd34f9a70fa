#include "extract/acoustic/harmonic_tracks.h"

#include <algorithm>
#include <cmath>
#include <numbers>

#include "extract/acoustic/glottal_shape.h"
#include "extract/acoustic/harmonics.h"
#include "extract/acoustic/phase_distortion.h"
#include "extract/acoustic/source_phase.h"
#include "extract/acoustic/true_envelope.h"

namespace mmim {

namespace {

constexpr double kUsualF0 = 100;     ///< Hz, of frames without a voice
constexpr double kLowestF0 = 50;     ///< Hz
constexpr double kQuietest = 1e-10;  ///< magnitude of silence, far below one step of 16 bits

struct Place {
  size_t centre;
  double f0;
};

/// Frames whose window lies inside the clip; the window stands one sample behind the centre, as published.
std::vector<Place> places_inside(const PitchTrack& pitch, size_t samples, bool compat) {
  std::vector<Place> places;
  for (size_t i = 0; i < pitch.centres.size(); ++i) {
    const size_t centre = static_cast<size_t>(pitch.centres[i]) + 1;
    const double f0 = pitch.f0[i] >= (compat ? 1 : kLowestF0) ? pitch.f0[i] : kUsualF0;
    const size_t half = half_frame(f0);
    if (centre >= half && centre + half < samples) places.push_back({centre, f0});
  }
  return places;
}

/// Measures frames in turn, into the tracks.
class FrameMeter {
 public:
  FrameMeter(Fft& fft, std::span<const float> x, std::span<const Place> places, bool compat, const HarmonicSink& sink)
      : x_(x),
        places_(places),
        sink_(sink),
        harmonics_(fft, compat ? 0 : kQuietest),
        shape_(compat ? PulseForm::conjugated : PulseForm::theory),
        cepstrum_(fft, 2049, kMelCoefficients - 1),
        distortion_(fft) {}

  void measure(size_t row, std::span<double> distortion) {
    const Place& place = places_[row];
    harmonics_.analyse(x_, place.centre, place.f0, frame_);
    const GlottalShape shape = shape_.estimate(frame_);
    const double rd_and_confidence[] = {shape.rd, shape.confidence};
    sink_.shape(rd_and_confidence);
    distortion_.of(frame_, place.f0, distortion);
    if (row % 2 == 0) {
      waiting_.swap(frame_.log_spectrum);
      if (row + 1 == places_.size()) measure_envelopes(waiting_, frame_.log_spectrum = waiting_, row, row);
    } else {
      measure_envelopes(waiting_, frame_.log_spectrum, row - 1, row);
    }
  }

 private:
  /// Of two frames in one go, which may be one frame twice.
  void measure_envelopes(std::vector<double>& first, std::vector<double>& second, size_t row, size_t last) {
    envelope_.smooth(first, second, {places_[row].f0, places_[last].f0});
    for (std::vector<double>* spectrum : {&first, &second}) {
      if (spectrum == &second && last == row) return;
      for (double& value : *spectrum) value = std::exp(value);
      sink_.mcep(cepstrum_.of(*spectrum));
    }
  }

  std::span<const float> x_;
  std::span<const Place> places_;
  const HarmonicSink& sink_;
  HarmonicAnalysis harmonics_;
  GlottalShapeEstimator shape_;
  TrueEnvelope envelope_;
  MelCepstrum cepstrum_;
  PhaseDistortion distortion_;
  HarmonicFrame frame_;
  std::vector<double> waiting_;  ///< the spectrum of an even row, until the next one is there
};

}  // namespace

std::vector<double> harmonic_centres(const PitchTrack& pitch, size_t samples, bool compat) {
  std::vector<double> centres;
  for (const Place& place : places_inside(pitch, samples, compat))
    centres.push_back(static_cast<double>(place.centre) - 1);
  return centres;
}

void track_harmonics(Fft& fft, std::span<const float> x, const PitchTrack& pitch, bool compat,
                     const HarmonicSink& sink) {
  const std::vector<Place> places = places_inside(pitch, x.size(), compat);
  FrameMeter meter(fft, x, places, compat, sink);
  SourcePhase phase(fft, places.size(), [&](size_t row, std::span<double> values) { meter.measure(row, values); });
  double means[kPhaseMeans], deviations[kPhaseDeviations];
  for (size_t row = 0; row < places.size(); ++row) {
    phase.of(row, means, deviations);
    sink.phase_means(means);
    sink.phase_deviations(deviations);
  }
}

}  // namespace mmim
