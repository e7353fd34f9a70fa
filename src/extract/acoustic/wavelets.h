#pragma once
#include <span>
#include <vector>

#include "extract/signal/fft.h"
#include "extract/signal/residual.h"

namespace mmim {

/// Maxima dispersion quotient of each closure (Kane and Gobl 2013): how far from the closure the residual peaks in five
/// octave bands, in periods. 0 where a period before or after the closure lies outside.
std::vector<double> dispersion_quotients(Fft& fft, BlockSignal& residual, std::span<const size_t> closures);

/// Slope of log10 of the largest amplitude over seven octave bands (Kane and Gobl 2011), of frames of 40 ms every 10
/// ms, the first from sample 0 on. With Silence::nan bands without any sound make it 0 or, as published code has it,
/// minus infinity; with Silence::zero no band is quieter than a floor, and it is 0 in silence.
std::vector<double> peak_slopes(Fft& fft, std::span<const float> x, Silence silence);

}  // namespace mmim
