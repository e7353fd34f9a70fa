#pragma once
#include <span>
#include <vector>

#include "extract/signal/fft.h"

namespace mmim {

/// Cepstrum of an envelope on the mel scale: c0, 2 c1, ..., 2 c[order].
class MelCepstrum {
 public:
  /// Envelopes of `bins` magnitudes from 0 Hz to half the sampling rate; bins - 1 is a multiple of 4.
  MelCepstrum(Fft& fft, size_t bins, size_t order);
  std::span<const double> of(std::span<const double> envelope);

 private:
  Fft& fft_;
  size_t order_;
  std::vector<size_t> below_;  ///< for each bin on the mel scale: the bin below and the share of the next one
  std::vector<double> share_, logarithms_;
};

}  // namespace mmim
