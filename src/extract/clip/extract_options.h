#pragma once
#include <string>

#include "core/options.h"
#include "corpus/feature_set.h"
#include "extract/acoustic/acoustic.h"
#include "extract/visual/visual.h"

namespace mmim {

/// Where rows stand in time. own: as they are measured, every 10 ms and every picture. words: one for each word. fixed:
/// so many a second.
enum class RowTimes { own, words, fixed };

/// How a clip becomes streams.
struct ExtractOptions {
  RowTimes rows = RowTimes::fixed;
  double acoustic_rate = 20, visual_rate = 15;  ///< rows a second, where they are fixed
  bool faces = true;                            ///< whether there is a visual stream
  AcousticOptions acoustic;
  VisualOptions visual;
  void list(Options& options);
};

/// How rows are made with these options: name and version, settings, models and columns.
FeatureSet feature_set_of(ExtractOptions options);

/// The options that made a feature set. DataError beginning with `where` for a set that this program does not make.
ExtractOptions options_of(const FeatureSet& set, const std::string& where);

}  // namespace mmim
