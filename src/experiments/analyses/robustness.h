#pragma once
#include <functional>

#include "core/json.h"
#include "corpus/dataset.h"
#include "predict/model_folder.h"

namespace mmim {

struct RobustnessOptions {
  int64_t draws = 10;      ///< of the utterances that lack a modality
  int64_t row_draws = 10;  ///< of the rows that are missing; each costs a pass over the split for every modality and
                           ///< every share between 0 and 1; 0: no such curves
  uint64_t seed = 1111;
  std::vector<double> shares{0, 0.1, 0.2, 0.3, 0.4, 0.5, 0.6, 0.7, 0.8, 0.9, 1};  ///< increasing, from 0 to 1
  std::function<void(int64_t done, int64_t total)> on_pass = nullptr;             ///< after each pass over the split
};

/// Metrics of a split with one modality that the model reads missing, over the share of what is missing. "stream": that
/// share of the utterances, rounded, lacks the modality altogether (without_modality). "rows": in every utterance each
/// row, or word piece between [CLS] and [SEP], is missing with that probability (without_rows, absence_of). Within a
/// draw what is missing at a share is missing at every larger one; all modalities and systems see the same draws.
/// Metrics are those of the scale of the labels. {"split", "utterances", "seed", "shares", "rows": "removed" or
/// "zeroed", "curves": [{"modality", "missing": "stream" or "rows", "draws", "metrics": {"MAE": {"mean", "sd",
/// "undefined": by share, "area", "area_sd"}, ...}}]}. mean and sd (n - 1) are over the draws that have a value, area
/// (trapezoid over the share) over those that have all; null: none. DataError when widths are not the model's or the
/// split is empty, ConfigError for other options.
Json robustness(const TrainedModel& trained, const Dataset& dataset, SplitName split, torch::Device device,
                const RobustnessOptions& options = {});

}  // namespace mmim
