#pragma once
#include <span>
#include <vector>

#include "extract/signal/residual.h"

namespace mmim {

/// The frame's glottal flow and its derivative, without the vocal tract.
struct GlottalFrame {
  std::vector<double> flow, derivative;
};

/// Iterative adaptive inverse filtering at 16 kHz (Alku 1992): vocal tract of order 20, glottis of order 8, a
/// linear-phase high-pass at 40 Hz before. `frame` is windowed. Nothing for frames of at most 20 samples; for frames
/// without energy nothing, or NaN with Silence::nan.
GlottalFrame inverse_filter(std::span<const double> frame, Silence silence);

}  // namespace mmim
