#pragma once
#include <optional>

#include "report/figures/gnuplot.h"
#include "results/cell.h"

namespace mmim {

/// What a figure shows of one run.
struct RunCurves {
  std::string title;  ///< system, data set and seed; says SYNTHETIC where it is
  std::string mark;   ///< what must be said beside the numbers, or empty
  std::vector<EpochPoint> epochs;
  std::vector<StepCurve> steps;
};

/// Of a run folder, finished or not, or of a cell.json. `every`: batches in a mean, 20 when not given; UsageError for
/// another than a cell holds, for what is neither, and when fewer batches than that were logged.
RunCurves read_run_curves(const std::filesystem::path& run, std::optional<int64_t> every = {});

enum class FigureTerms { summed, all };

/// Figure 2 of the paper: a panel each for L_task (with the validation loss), L_CPC, the sum of the contrastive terms,
/// and L_BA, minus the sum of likelihoods and entropies, of the last stage over batches; the epoch with the lowest
/// validation loss is marked. Of models without such terms, and with FigureTerms::all: every term of every stage,
/// a panel for those with a common word before the stroke.
PlotFigure curves_figure(const RunCurves& run, FigureTerms terms = FigureTerms::summed);

}  // namespace mmim
