#pragma once
#include <span>
#include <vector>

#include "extract/acoustic/pitch.h"
#include "extract/signal/fft.h"

namespace mmim {

/// What harmonic frames measure, row by row in time.
struct HarmonicTracks {
  std::vector<double> centres;  ///< samples from the begin
  std::vector<double> rd, rd_confidence;
  std::vector<double> mcep;                           ///< 25 a row
  std::vector<double> phase_means, phase_deviations;  ///< 25 and 13 a row
};

constexpr size_t kMelCoefficients = 25;

/// Measures every frame of the pitch track that lies inside the clip. `compat`: as COVAREP does, a frame without
/// harmonics included.
HarmonicTracks track_harmonics(Fft& fft, std::span<const float> x, const PitchTrack& pitch, bool compat);

}  // namespace mmim
