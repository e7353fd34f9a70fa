#pragma once
#include <span>

#include "extract/signal/block_signal.h"

namespace mmim {

/// What a frame of digital silence leaves in the residual: zeros, or NaN as published code does.
enum class Silence { zero, nan };

/// Residual of linear prediction at 16 kHz: Hann frames of 25 ms every 5 ms, each filtered inversely and given the
/// energy it had, overlapped and added, not yet scaled. Samples behind the last whole frame stay 0. `x` outlives it.
BlockSignal prediction_residual(std::span<const float> x, size_t order, Silence silence);

/// What one pass over a residual tells.
struct ResidualFacts {
  double largest = 0;   ///< magnitude that is a number
  double skewness = 0;  ///< with 0 for what is no number
};
ResidualFacts facts_of(BlockSignal& residual);

/// Skewness of the residual whose filters come from frames of `predicted` instead of `x`; both have one length.
double residual_skewness(std::span<const float> x, BlockSignal& predicted, size_t order);

}  // namespace mmim
