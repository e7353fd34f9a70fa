#pragma once
#include "report/sections.h"

namespace mmim {

/// By epoch: the MAE on valid (and on test where it was watched) and the training terms, each as mean, lowest and
/// highest over the seeds that reached the epoch, with their number; the best epoch of each seed. Null without cells.
Json curves_json(const ReportRow& row);

/// The terms over the updates of one run, that of the first seed: cell, seed, best epoch, the update at its end (0:
/// unknown) and the stages. Null when no cell has any.
Json steps_json(const ReportRow& row);

}  // namespace mmim
