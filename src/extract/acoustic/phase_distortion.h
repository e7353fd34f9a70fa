#pragma once
#include <span>
#include <vector>

#include "extract/acoustic/harmonics.h"

namespace mmim {

constexpr size_t kPhaseBins = 513;  ///< 0 Hz to half the sampling rate

/// Phase distortion of the glottal source (Degottex and Erro 2014): how the phase of harmonics grows from one to the
/// next, without that of the first harmonic and without the minimum phase of their amplitudes.
class PhaseDistortion {
 public:
  explicit PhaseDistortion(Fft& fft) : fft_(fft) {}
  /// Fills kPhaseBins angles. `f0` is that of the pitch track. Above the last harmonic, where published code draws, the
  /// distortion is 0.
  void of(const HarmonicFrame& frame, double f0, std::span<double> distortion);

 private:
  void find_minimum_phase(const HarmonicFrame& frame);
  Fft& fft_;
  std::vector<double> cepstrum_, minimum_, steps_;
  std::vector<Complex> bins_;
};

}  // namespace mmim
