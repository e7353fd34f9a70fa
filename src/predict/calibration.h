#pragma once
#include <set>

#include "corpus/dataset.h"
#include "metrics/conformal.h"
#include "predict/config.h"
#include "results/predictions.h"

namespace mmim {

/// Half of a split's videos (the smaller half of an odd number), the same for every run: those that
/// `train.calibration = "videos"` keeps out of selection, so that intervals calibrated on them are exchangeable with
/// new videos.
std::set<std::string> calibration_videos(const Split& split);

/// The predictions whose video is not, or is, among `videos`, in the same order.
Predictions without_videos(const Predictions& predictions, const std::set<std::string>& videos);
Predictions of_videos(const Predictions& predictions, const std::set<std::string>& videos);

/// Intervals of 90 % and, in a sentence, why they hold only roughly.
struct Calibrated {
  Conformal conformal;
  std::string approximate;
};
/// From the residuals of all of validation, or of the half of its videos that selected nothing. `valid`: predictions of
/// `split`.
Calibrated calibrated_on(Predictions valid, const Split& split, TrainOptions::Calibration which, LabelRange labels);

}  // namespace mmim
