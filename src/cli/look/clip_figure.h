#pragma once
#include "extract/clip/clip.h"
#include "report/figures/gnuplot.h"

namespace mmim {

/// Pitch and loudness of a clip, the opening of the mouth and some blendshapes over time, with the words beneath. What
/// was not measured has no panel. DataError where nothing was.
PlotFigure clip_figure(const ClipStreams& streams, const std::string& title);

}  // namespace mmim
