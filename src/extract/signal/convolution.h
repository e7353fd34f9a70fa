#pragma once
#include <functional>
#include <span>

#include "extract/signal/block_signal.h"
#include "extract/signal/fft.h"

namespace mmim {

/// y[n] = sum_k kernel[k] x(n + half - k), half = (kernel.size() - 1) / 2: as long as the signal, with zeros around it.
/// Overlap-save in blocks. kernel.size() is odd. `x` gives sample n of 0..size-1. `fft` outlives the signal.
BlockSignal convolved(Fft& fft, size_t size, std::function<double(size_t)> x, std::span<const double> kernel);

}  // namespace mmim
