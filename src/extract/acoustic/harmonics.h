#pragma once
#include <map>
#include <optional>
#include <span>
#include <vector>

#include "extract/signal/fft.h"
#include "extract/signal/peaks.h"

namespace mmim {

/// A frame of speech as harmonics k = 0, 1, ..., of k * f0 Hz.
struct HarmonicFrame {
  double f0 = 0;
  std::vector<double> amplitude, phase;  ///< of each harmonic at the middle of the frame; radians
  std::vector<double> log_spectrum;      ///< natural logarithm of the magnitude, bins 0..2048 of 4096
};

/// Samples from the middle of a frame to both ends: one and a half periods.
size_t half_frame(double f0);

/// Harmonics by peak picking in the spectrum of three periods.
class HarmonicAnalysis {
 public:
  /// `quietest`: magnitudes are taken for no smaller than that.
  HarmonicAnalysis(Fft& fft, double quietest) : fft_(fft), quietest_(quietest) {}
  /// `f0` is positive. The frame around `centre` lies inside `x`.
  void analyse(std::span<const float> x, size_t centre, double f0, HarmonicFrame& frame);

 private:
  const std::vector<double>& window_of(size_t half);
  double phase_at(double bin, double centre) const;
  Fft& fft_;
  double quietest_;
  std::map<size_t, std::vector<double>> windows_;
  std::vector<double> samples_;
  std::vector<Complex> bins_;
  std::vector<Peak> peaks_;
};

}  // namespace mmim
