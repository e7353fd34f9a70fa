#include "metrics/draws.h"

#include <cmath>

#include "core/error.h"
#include "core/sha256.h"
#include "metrics/resample.h"
#include "metrics/steps.h"

namespace mmim {

namespace {

std::string hash_of_sizes(const std::vector<Tally>& videos) {
  std::string sizes;
  for (const Tally& video : videos) sizes += std::to_string(video.count) + " ";
  return sha256(std::as_bytes(std::span(sizes)));
}

void refuse_others(const MetricDraws& one, const MetricDraws& other) {
  if (one.videos_sha256 != other.videos_sha256 || one.videos != other.videos)
    throw UsageError("the bootstrap draws of two runs were drawn over other test videos");
  if (one.count != other.count || one.seed != other.seed)
    throw UsageError("the bootstrap draws of two runs are not the same: " + std::to_string(one.count) + " of seed " +
                     std::to_string(one.seed) + " against " + std::to_string(other.count) + " of seed " +
                     std::to_string(other.seed));
}

const Json& member(const Json& json, const std::string& key, bool (Json::*is)() const noexcept, const char* kind,
                   const std::string& where) {
  if (!json.is_object() || !json.contains(key) || !(json[key].*is)())
    throw DataError(where + "." + key + ": no " + kind + " stands there");
  return json[key];
}

}  // namespace

std::map<std::string, std::vector<float>> metrics_in(const Resample& resample, int64_t count,
                                                     std::span<const float> prediction, std::span<const float> truth,
                                                     std::span<const std::string> video, F1Weight weight, Scale scale) {
  const std::vector<Tally> videos = tallies_of_groups(prediction, truth, video, scale);
  std::map<std::string, std::vector<float>> values;
  for (int64_t i = 0; i < count; ++i) {
    const Tally sums = sum_of(videos, resample(i));
    for (const Metric& metric : metrics(scale))
      values[metric.name].push_back(static_cast<float>(value_of(metric, sums, weight)));
  }
  return values;
}

MetricDraws draw_metrics(std::span<const float> prediction, std::span<const float> truth,
                         std::span<const std::string> video, int64_t count, uint64_t seed, F1Weight weight,
                         Scale scale) {
  const std::vector<Tally> videos = tallies_of_groups(prediction, truth, video);
  MetricDraws draws{.count = count,
                    .seed = seed,
                    .videos = static_cast<int64_t>(videos.size()),
                    .videos_sha256 = hash_of_sizes(videos)};
  if (videos.size() < 2) return draws;
  const auto resample = [&](int64_t i) { return resampled_groups(videos.size(), seed, i); };
  draws.values = metrics_in(resample, count, prediction, truth, video, weight, scale);
  for (auto& [name, values] : draws.values) values = from_steps(to_steps(values));
  return draws;
}

void require_drawn_alike(std::span<const MetricDraws* const> a, std::span<const MetricDraws* const> b) {
  for (const auto& runs : {a, b})
    for (const MetricDraws* run : runs) refuse_others(a.empty() ? *b.front() : *a.front(), *run);
}

std::string why_no_draws(const std::string& metric, std::span<const MetricDraws* const> runs,
                         std::span<const double> values) {
  if (runs.empty()) return "no run on a side";
  for (size_t run = 0; run < runs.size(); ++run) {
    if (!std::isfinite(values[run])) return "a run has no value";
    if (runs[run]->videos < 2) return "a single video cannot be resampled";
    if (!runs[run]->values.contains(metric)) return "a run has no draws of " + metric;
  }
  return "";
}

Json to_json(const MetricDraws& draws) {
  Json values = Json::object();
  for (const auto& [name, drawn] : draws.values) values[name] = to_json(to_steps(drawn));
  return {{"count", draws.count},
          {"seed", draws.seed},
          {"videos", draws.videos},
          {"videos_sha256", draws.videos_sha256},
          {"metrics", values}};
}

MetricDraws draws_from_json(const Json& json, const std::string& where) {
  const auto number = [&](const char* key) {
    return member(json, key, &Json::is_number_integer, "whole number", where).get<int64_t>();
  };
  MetricDraws draws{.count = number("count"),
                    .seed = static_cast<uint64_t>(number("seed")),
                    .videos = number("videos"),
                    .videos_sha256 = member(json, "videos_sha256", &Json::is_string, "text", where).get<std::string>()};
  for (const auto& [name, steps] : member(json, "metrics", &Json::is_object, "table", where).items())
    draws.values[name] = from_steps(steps_from_json(steps, draws.count, where + ".metrics." + name));
  return draws;
}

}  // namespace mmim
