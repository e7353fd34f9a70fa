#pragma once
#include <functional>
#include <span>
#include <vector>

#include "extract/acoustic/pitch.h"
#include "extract/signal/fft.h"

namespace mmim {

constexpr size_t kMelCoefficients = 25;

/// Takes what harmonic frames measure, frame after frame.
struct HarmonicSink {
  using Take = std::function<void(std::span<const double>)>;
  Take shape;             ///< Rd and how sure it is
  Take mcep;              ///< kMelCoefficients
  Take phase_means;       ///< kPhaseMeans angles
  Take phase_deviations;  ///< kPhaseDeviations
};

/// Centres of the frames of the pitch track that lie inside the clip, in samples from the begin. `compat`: as COVAREP
/// takes them.
std::vector<double> harmonic_centres(const PitchTrack& pitch, size_t samples, bool compat);

/// Measures every such frame. `compat`: as COVAREP does, a frame without harmonics included.
void track_harmonics(Fft& fft, std::span<const float> x, const PitchTrack& pitch, bool compat,
                     const HarmonicSink& sink);

}  // namespace mmim
