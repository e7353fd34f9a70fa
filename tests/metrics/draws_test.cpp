#include "metrics/draws.h"

#include <gtest/gtest.h>

#include <cmath>

#include "core/error.h"
#include "core/keys.h"
#include "metrics/steps.h"

namespace mmim {
namespace {

using Numbers = std::vector<float>;
using Names = std::vector<std::string>;

/// Twelve videos of five utterances, and predictions that miss by `error`.
struct Set {
  Numbers truth, prediction;
  Names video;
  explicit Set(double error, uint64_t key = 1) {
    KeyedDraws of_truth(9), of_error(key);
    for (int i = 0; i < 60; ++i) {
      truth.push_back(static_cast<float>(std::nearbyint(of_truth.normal() * 5) / 5));
      prediction.push_back(truth.back() + static_cast<float>(error * of_error.normal()));
      video.push_back(std::to_string(i / 5));
    }
  }
  MetricDraws draws(int64_t count = 500, uint64_t seed = 1111) const {
    return draw_metrics(prediction, truth, video, count, seed);
  }
};

Json golden() { return read_json(std::string(MMIM_SOURCE_DIR) + "/tests/metrics/golden/draws.json"); }

TEST(MetricDraws, InFrozenResamplesEqualNumPy) {
  const Json frozen = golden();
  const auto resamples = frozen.at("resamples").get<std::vector<std::vector<size_t>>>();
  const auto video = frozen.at("video").get<Names>();
  const auto truth = frozen.at("truth").get<Numbers>(), prediction = frozen.at("a")[0].get<Numbers>();
  const auto values = metrics_in([&](int64_t i) { return resamples[static_cast<size_t>(i)]; },
                                 static_cast<int64_t>(resamples.size()), prediction, truth, video);
  for (const auto& [name, expected] : frozen.at("expected").items())
    for (size_t i = 0; i < resamples.size(); ++i)
      if (expected.at("values")[i].is_null())
        EXPECT_TRUE(std::isnan(values.at(name)[i])) << name << " " << i;
      else
        EXPECT_NEAR(values.at(name)[i], expected.at("values")[i].get<double>(), 1e-6) << name << " " << i;
}

TEST(MetricDraws, AreThoseOfTheScorecard) {
  const Set set(.5);
  const MetricDraws draws = set.draws(300, 7);
  for (const Score& one : score(set.prediction, set.truth, set.video, 300, 7)) {
    std::vector<float> sorted = draws.values.at(one.name);
    std::sort(sorted.begin(), sorted.end());
    const double place = .025 * 299;
    EXPECT_NEAR(std::lerp(sorted[7], sorted[8], static_cast<float>(place - 7)), one.low, most_moved(sorted) + 1e-7);
  }
}

TEST(MetricDraws, SurviveJsonToTheBit) {
  const MetricDraws draws = Set(.5).draws();
  const Json json = parse_json(to_json(draws).dump(), "test");
  const MetricDraws again = draws_from_json(json, "test");
  EXPECT_EQ(again.values, draws.values);
  EXPECT_EQ(again.videos_sha256, draws.videos_sha256);
  EXPECT_EQ(to_json(again).dump(), json.dump());
  EXPECT_EQ(draws_from_json(to_json(draws), "test").count, 500);
}

TEST(MetricDraws, DependOnSizesAndOrderOfVideosAlone) {
  const Set set(.5), other(2, 5);
  EXPECT_EQ(set.draws(10).videos_sha256, other.draws(10).videos_sha256);
  Names named = set.video;
  for (std::string& name : named) name = "video " + name;
  EXPECT_EQ(draw_metrics(set.prediction, set.truth, named, 10).videos_sha256, set.draws(10).videos_sha256);
  named[4] = named[5];
  EXPECT_NE(draw_metrics(set.prediction, set.truth, named, 10).videos_sha256, set.draws(10).videos_sha256);
}

TEST(MetricDraws, OfASingleVideoAreNone) {
  const MetricDraws draws = draw_metrics(Numbers{1, 2}, Numbers{1, 3}, Names{"v", "v"}, 10);
  EXPECT_TRUE(draws.values.empty());
  EXPECT_TRUE(draws_from_json(to_json(draws), "test").values.empty());
  EXPECT_THROW(draw_metrics(Numbers{1, 2}, Numbers{1}, {}), DataError);
}

TEST(MetricDraws, RefuseJsonThatIsNone) {
  Json json = to_json(Set(.5).draws(4));
  json["count"] = 5;
  try {
    draws_from_json(json, "cell.json: draws");
    FAIL();
  } catch (const DataError& error) {
    EXPECT_STREQ(error.what(), "cell.json: draws.metrics.Acc-2 (has0).steps: 8 bytes where 5 draws take two each");
  }
  for (const char* key : {"count", "seed", "videos", "videos_sha256", "metrics"}) {
    Json without = to_json(Set(.5).draws(4));
    without.erase(key);
    EXPECT_THROW(draws_from_json(without, "here"), DataError) << key;
    without[key] = Json::array();
    EXPECT_THROW(draws_from_json(without, "here"), DataError) << key;
  }
  EXPECT_THROW(draws_from_json(nullptr, "here"), DataError);
}

}  // namespace
}  // namespace mmim
