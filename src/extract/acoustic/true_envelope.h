#pragma once
#include <array>
#include <vector>

#include "extract/signal/fft.h"

namespace mmim {

/// The envelope of a spectrum that rests on its peaks (Roebel and Rodet 2005, with the step of Villavicencio 2006):
/// cepstral smoothing until no bin lies 2 dB above it.
class TrueEnvelope {
 public:
  /// Replaces the logarithms of two magnitudes, each as bins 0..n/2, by those of their envelopes, with as many cepstral
  /// coefficients as voices of `f0` Hz show. n is a multiple of 8.
  void smooth(std::vector<double>& first, std::vector<double>& second, std::array<double, 2> f0);

 private:
  using Orders = std::array<size_t, 2>;
  void follow(std::vector<Pair>& log_spectra, const Orders& orders);
  Pair energy(size_t from, size_t end) const;
  void step(const Orders& orders);
  Pair draw(const std::vector<Pair>& log_spectra);
  PairFft fft_;
  std::vector<Pair> spectra_, edges_, target_, smooth_, done_, cepstrum_, window_;
};

}  // namespace mmim
