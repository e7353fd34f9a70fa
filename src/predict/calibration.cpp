#include "predict/calibration.h"

#include <algorithm>

#include "core/error.h"
#include "core/keys.h"
#include "core/sentence.h"

namespace mmim {

namespace {

Predictions where(const Predictions& all, const std::set<std::string>& videos, bool among) {
  Predictions some;
  for (const auto& [name, unused] : all.scores) some.scores.push_back({name, {}});
  for (size_t i = 0; i < all.prediction.size(); ++i) {
    if (videos.contains(all.video[i]) != among) continue;
    some.prediction.push_back(all.prediction[i]);
    some.truth.push_back(all.truth[i]);
    some.id.push_back(all.id[i]);
    some.video.push_back(all.video[i]);
    for (size_t s = 0; s < all.scores.size(); ++s) some.scores[s].second.push_back(all.scores[s].second[i]);
  }
  return some;
}

}  // namespace

std::set<std::string> calibration_videos(const Split& split) {
  std::set<std::string> all;
  for (int64_t i = 0; i < split.size(); ++i) all.emplace(split.video(i));
  if (all.size() < 2)
    throw DataError("option `train.calibration`: videos: validation has utterances of one video alone, two are needed");
  std::vector<std::string> order(all.begin(), all.end());
  const auto key = [](const std::string& video) { return subkey(subkey(0, "calibration"), std::string_view(video)); };
  std::sort(order.begin(), order.end(),
            [&](const std::string& a, const std::string& b) { return std::pair(key(a), a) < std::pair(key(b), b); });
  return {order.begin(), order.begin() + static_cast<std::ptrdiff_t>(order.size() / 2)};
}

Predictions without_videos(const Predictions& predictions, const std::set<std::string>& videos) {
  return where(predictions, videos, false);
}

Predictions of_videos(const Predictions& predictions, const std::set<std::string>& videos) {
  return where(predictions, videos, true);
}

Calibrated calibrated_on(Predictions valid, const Split& split, TrainOptions::Calibration which, LabelRange labels) {
  const bool held_out = which == TrainOptions::Calibration::videos;
  if (held_out) valid = of_videos(valid, calibration_videos(split));
  const std::set<std::string> videos(valid.video.begin(), valid.video.end());
  return {calibrate(valid.prediction, valid.truth, .1, labels),
          sentence("{}its {} utterances come from {} videos",
                   held_out ? "" : "validation also selected the epoch, and ", valid.prediction.size(), videos.size())};
}

}  // namespace mmim
