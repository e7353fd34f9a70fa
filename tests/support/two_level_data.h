#pragma once
#include <cmath>
#include <vector>

#include "core/keys.h"
#include "metrics/draws.h"
#include "metrics/resample.h"

namespace mmim {

/// Variances of the mean of a run that its seed, the video as the system meets it, and both together make.
struct MadeUpEffects {
  double seed, video, both;
  double ratio = 1;  ///< of the other system's variances of seed and of both
  MadeUpEffects spread_by(double factor) const { return {seed * factor, video, both * factor}; }
};

/// Runs of one system: errors as made up, in all draws and as measured.
struct MadeUpRuns {
  std::vector<MetricDraws> draws;
  std::vector<double> values;

  std::vector<const MetricDraws*> pointers() const {
    std::vector<const MetricDraws*> all;
    for (const MetricDraws& one : draws) all.push_back(&one);
    return all;
  }
  void add(double shift) {
    for (double& value : values) value += shift;
    for (MetricDraws& one : draws)
      for (float& value : one.values["MAE"]) value += static_cast<float>(shift);
  }
};

/// 31 videos of 9 to 39 utterances, and how often each is drawn in so many resamples.
class MadeUpVideos {
 public:
  explicit MadeUpVideos(int64_t draws) {
    for (size_t video = 0; video < kVideos; ++video) sizes_.push_back(9 + static_cast<double>((7 * video) % kVideos));
    for (int64_t i = 0; i < draws; ++i) {
      std::vector<double> weights(kVideos, 0);
      for (const size_t video : resampled_groups(kVideos, 1111, i)) weights[video] += sizes_[video];
      weights_.push_back(normal(weights));
    }
    whole_ = normal(sizes_);
    for (const double share : whole_) squares_ += share * share;
  }

  /// Runs with no difference from those of other calls but what chance makes.
  MadeUpRuns runs(const MadeUpEffects& effects, size_t count, KeyedDraws& chance) const {
    const auto noise = [&](double variance) { return std::sqrt(variance) * chance.normal(); };
    std::vector<double> of_video;
    for (size_t video = 0; video < kVideos; ++video) of_video.push_back(noise(effects.video / squares_ / 2));
    MadeUpRuns all;
    for (size_t run = 0; run < count; ++run) {
      std::vector<double> errors(kVideos, noise(effects.seed));
      for (size_t video = 0; video < kVideos; ++video)
        errors[video] += of_video[video] + noise(effects.both / squares_);
      MetricDraws draws{static_cast<int64_t>(weights_.size()), 1111, kVideos, "made up"};
      for (const auto& weights : weights_) draws.values["MAE"].push_back(static_cast<float>(mean(errors, weights)));
      all.draws.push_back(std::move(draws));
      all.values.push_back(mean(errors, whole_));
    }
    return all;
  }

 private:
  static constexpr size_t kVideos = 31;
  static double mean(const std::vector<double>& errors, const std::vector<double>& weights) {
    double sum = 0;
    for (size_t video = 0; video < kVideos; ++video) sum += errors[video] * weights[video];
    return sum;
  }
  static std::vector<double> normal(std::vector<double> weights) {
    double sum = 0;
    for (const double weight : weights) sum += weight;
    for (double& weight : weights) weight /= sum;
    return weights;
  }

  std::vector<double> sizes_, whole_;
  std::vector<std::vector<double>> weights_;
  double squares_ = 0;  ///< a mean over videos has so much of the variance of one
};

}  // namespace mmim
