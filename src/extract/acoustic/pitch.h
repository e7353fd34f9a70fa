#pragma once
#include <cstdint>
#include <span>
#include <vector>

#include "extract/signal/residual.h"

namespace mmim {

constexpr double kSampleRate = 16000;  ///< of all sound that is measured, in Hz

/// Fundamental frequency every 10 ms.
struct PitchTrack {
  std::vector<double> centres;  ///< samples from the begin
  std::vector<double> f0;       ///< Hz, of unvoiced frames too; 0 in silence
  std::vector<double> strength;
  std::vector<double> voiced;  ///< 1 or 0
  double median_f0 = 0;        ///< of voiced frames; 0 without any
};

/// Summation of residual harmonics, 50 to 500 Hz (Drugman and Alwan 2011). With Silence::nan a frame without a positive
/// candidate has an F0 of 1 Hz, as published code gives it; with Silence::zero 0.
PitchTrack track_pitch(std::span<const float> x, Silence silence);

}  // namespace mmim
