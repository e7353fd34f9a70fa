#pragma once
#include <cstddef>
#include <vector>

#include "extract/signal/fft.h"

namespace mmim {

/// Pulses of glottal flow after Liljencrants and Fant (1985), whose shape is one number (Fant 1995: `rd`, 0.3 to 2.7):
/// the spectrum of the derivative at harmonics 0..count-1, up to a positive factor. Bin 0 is 0: no flow is left over.
void lf_spectrum(double rd, size_t count, std::vector<Complex>& bins);

}  // namespace mmim
