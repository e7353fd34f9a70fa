#include "metrics/conformal.h"

#include <algorithm>
#include <cmath>
#include <limits>
#include <vector>

#include "core/error.h"
#include "core/numbers.h"
#include "metrics/distributions.h"
#include "metrics/resample.h"

namespace mmim {

namespace {

/// Of one video: how many truths lie in their interval.
struct Share {
  int64_t covered = 0, count = 0;
  double value() const { return ratio(static_cast<double>(covered), count); }
};

Share sum_of(const std::vector<Share>& videos, std::span<const size_t> resample) {
  Share sum;
  for (const size_t video : resample) {
    sum.covered += videos[video].covered;
    sum.count += videos[video].count;
  }
  return sum;
}

/// The share of `count` new utterances that are covered, at a quantile of its distribution over calibration sets.
double expected_share(const Conformal& conformal, int64_t count, double quantile) {
  if (conformal.rank > conformal.calibration) return 1;  // the whole range covers everything
  const auto rank = static_cast<double>(conformal.rank), rest = static_cast<double>(conformal.calibration) + 1 - rank;
  return ratio(static_cast<double>(beta_binomial_quantile(quantile, count, rank, rest)), count);
}

double mean_expected_share(const Conformal& conformal) {
  return std::min(1.0, static_cast<double>(conformal.rank) / (static_cast<double>(conformal.calibration) + 1));
}

}  // namespace

LabelRange Conformal::interval(double prediction) const {
  if (!std::isfinite(prediction) || !std::isfinite(radius)) return range;
  return {std::clamp(prediction - radius, range.low, range.high),
          std::clamp(prediction + radius, range.low, range.high)};
}

Conformal calibrate(std::span<const float> prediction, std::span<const float> truth, double alpha, LabelRange range) {
  if (!(alpha > 0 && alpha < 1)) throw UsageError("alpha of conformal intervals lies between 0 and 1");
  require_same_length(prediction, truth);
  std::vector<double> residuals;
  for (size_t i = 0; i < truth.size(); ++i) {
    const double residual = std::abs(static_cast<double>(truth[i]) - static_cast<double>(prediction[i]));
    residuals.push_back(std::isnan(residual) ? std::numeric_limits<double>::infinity() : residual);
  }
  std::sort(residuals.begin(), residuals.end());
  Conformal conformal{.alpha = alpha, .range = range, .calibration = static_cast<int64_t>(truth.size())};
  const double place = static_cast<double>(truth.size() + 1) * (1 - alpha);
  conformal.rank = static_cast<int64_t>(std::ceil(place - 1e-9));  // 20 x .95 is 19, whatever rounding makes of it
  conformal.radius = conformal.rank > conformal.calibration ? std::numeric_limits<double>::infinity()
                                                            : residuals[static_cast<size_t>(conformal.rank - 1)];
  return conformal;
}

Coverage coverage(const Conformal& conformal, std::span<const float> prediction, std::span<const float> truth,
                  std::span<const std::string> video, int64_t draws, uint64_t seed) {
  require_same_length(prediction, truth);
  const std::vector<size_t> numbers = group_numbers(video, truth.size());
  std::vector<Share> videos;
  Share whole;
  double width = 0;
  for (size_t i = 0; i < truth.size(); ++i) {
    if (numbers[i] == videos.size()) videos.emplace_back();
    const LabelRange interval = conformal.interval(prediction[i]);
    const bool covered = interval.low <= truth[i] && truth[i] <= interval.high;
    for (Share* share : {&videos[numbers[i]], &whole}) {
      share->covered += covered;
      ++share->count;
    }
    width += interval.high - interval.low;
  }
  std::vector<double> drawn;
  if (videos.size() > 1)
    for (int64_t draw = 0; draw < draws; ++draw)
      drawn.push_back(sum_of(videos, resampled_groups(videos.size(), seed, draw)).value());
  std::sort(drawn.begin(), drawn.end());
  return {.utterances = whole.count,
          .covered = whole.covered,
          .share = whole.value(),
          .low = quantile(drawn, .025),
          .high = quantile(drawn, .975),
          .expected_low = expected_share(conformal, whole.count, .025),
          .expected = mean_expected_share(conformal),
          .expected_high = expected_share(conformal, whole.count, .975),
          .width = ratio(width, whole.count)};
}

Json calibration_json(const Conformal& conformal, const std::string& approximate) {
  return {{"alpha", conformal.alpha},
          {"calibration", {{"utterances", conformal.calibration}, {"rank", conformal.rank}}},
          {"radius", number_to_json(conformal.radius)},
          {"range", {conformal.range.low, conformal.range.high}},
          {"approximate", approximate.empty() ? Json(nullptr) : Json(approximate)}};
}

Conformal conformal_of(const Json& json, const std::string& where) {
  try {
    const Json& radius = json.at("radius");
    const Conformal conformal{
        .alpha = json.at("alpha").get<double>(),
        .range = {json.at("range").at(0).get<double>(), json.at("range").at(1).get<double>()},
        .calibration = json.at("calibration").at("utterances").get<int64_t>(),
        .rank = json.at("calibration").at("rank").get<int64_t>(),
        .radius = radius.is_null() ? std::numeric_limits<double>::infinity() : radius.get<double>()};
    if (conformal.radius >= 0 && conformal.range.low < conformal.range.high) return conformal;
    throw DataError(where + ": a radius below 0, or a range whose low end is not below its high end");
  } catch (const nlohmann::json::exception& error) {
    throw DataError(where + ": no intervals: " + error.what());
  }
}

Json conformal_json(const Conformal& conformal, const Coverage& coverage, const std::string& approximate) {
  const auto interval = [](double value, double low, double high) {
    return Json{{"value", number_to_json(value)}, {"low", number_to_json(low)}, {"high", number_to_json(high)}};
  };
  Json json = calibration_json(conformal, "");
  json.erase("approximate");  // stands last
  json["utterances"] = coverage.utterances;
  json["covered"] = coverage.covered;
  json["coverage"] = interval(coverage.share, coverage.low, coverage.high);
  json["expected"] = interval(coverage.expected, coverage.expected_low, coverage.expected_high);
  json["width"] = number_to_json(coverage.width);
  json["approximate"] = approximate.empty() ? Json(nullptr) : Json(approximate);
  return json;
}

}  // namespace mmim
