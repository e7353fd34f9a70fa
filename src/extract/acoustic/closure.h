#pragma once
#include <span>
#include <vector>

#include "extract/acoustic/pitch.h"
#include "extract/signal/fft.h"

namespace mmim {

/// Linear interpolation at one place between `places`, which rise; NaN outside.
double interpolate_at(std::span<const double> places, std::span<const double> values, double place);

/// Glottal closure instants of voiced speech, as samples from the begin, rising (SEDREAMS: Drugman, Thomas, Gudnason,
/// Naylor and Dutoit 2012). `residual` is of order 18, its largest magnitude 1; both have one polarity. None where
/// nothing is voiced.
std::vector<size_t> closure_instants(Fft& fft, std::span<const float> x, BlockSignal& residual,
                                     const PitchTrack& pitch);

}  // namespace mmim
