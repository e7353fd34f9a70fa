#pragma once
#include <vector>

#include "extract/signal/fft.h"

namespace mmim {

/// The envelope of a spectrum that rests on its peaks (Roebel and Rodet 2005, with the step of Villavicencio 2006):
/// cepstral smoothing until no bin lies 2 dB above it.
class TrueEnvelope {
 public:
  explicit TrueEnvelope(Fft& fft) : fft_(fft) {}
  /// Replaces the logarithm of a magnitude, bins 0..n/2, by that of the envelope with as many cepstral coefficients as
  /// a voice of `f0` Hz shows. n is a multiple of 8.
  void smooth(std::vector<double>& log_spectrum, double f0);

 private:
  void follow(std::vector<double>& log_spectrum, size_t order);
  Fft& fft_;
  std::vector<double> target_, cepstrum_, smooth_, edges_;
};

}  // namespace mmim
