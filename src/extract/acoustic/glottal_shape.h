#pragma once
#include <map>
#include <vector>

#include "extract/acoustic/harmonics.h"

namespace mmim {

/// Rd of the glottal pulse and how sure it is, 0 to 1.
struct GlottalShape {
  double rd = 0, confidence = 0;
};

/// How the spectrum of the pulse enters. conjugated: as COVAREP computes it since version 1.4.2.
enum class PulseForm { theory, conjugated };

/// Rd by the mean squared phase difference of second order (Degottex, Roebel and Rodet 2011): that of the pulse which,
/// taken out of the harmonics together with the minimum phase of the rest, leaves the flattest phase.
class GlottalShapeEstimator {
 public:
  explicit GlottalShapeEstimator(PulseForm form) : form_(form) {}
  GlottalShape estimate(const HarmonicFrame& frame);

 private:
  /// Weights of a Hilbert transform over harmonics 0..top: cot(pi j / (2 top)) / top of odd j, 0 of even j.
  const std::vector<double>& hilbert_weights(size_t top);
  double curvature(double rd, const std::vector<double>& logarithms, const std::vector<double>& phases);
  PulseForm form_;
  std::map<size_t, std::vector<double>> weights_;
  std::vector<Complex> pulse_;
  std::vector<double> rest_;
};

}  // namespace mmim
