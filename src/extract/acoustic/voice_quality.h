#pragma once
#include <map>
#include <span>
#include <vector>

#include "extract/acoustic/glottal_flow.h"
#include "extract/signal/fft.h"

namespace mmim {

/// Measures of the glottal flow of one period; 0 where they are not defined.
struct VoiceQuality {
  double naq = 0;   ///< normalised amplitude quotient (Alku, Backstrom and Vilkman 2002)
  double qoq = 0;   ///< quasi-open quotient (Hacki 1989): the share of the period above half of the flow
  double h1h2 = 0;  ///< first harmonic over the second, in dB
  double psp = 0;   ///< parabolic spectral parameter (Alku, Strik and Vilkman 1997)
};

/// Measures each period between 20 and 500 Hz that ends in a closure.
class VoiceQualityMeter {
 public:
  explicit VoiceQualityMeter(Fft& fft) : fft_(fft) {}
  std::vector<VoiceQuality> measure(GlottalFlow& flow, std::span<const size_t> closures, size_t samples);

 private:
  double first_harmonics(std::span<const double> derivative, double f0);
  double spectral_parabola(std::span<const double> flow, size_t period);
  double parabola_of(std::span<const double> pulse);
  Fft& fft_;
  std::vector<Complex> bins_;
  std::map<size_t, double> of_rectangle_;  ///< by period
};

}  // namespace mmim
