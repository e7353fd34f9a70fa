#include <gtest/gtest.h>

#include <cmath>

#include "core/error.h"
#include "core/keys.h"
#include "metrics/draws.h"
#include "metrics/steps.h"

namespace mmim {
namespace {

using Numbers = std::vector<float>;
using Names = std::vector<std::string>;

/// Runs of one system on the same test set.
struct Runs {
  std::vector<MetricDraws> draws;
  std::vector<double> values;
  std::vector<const MetricDraws*> pointers() const {
    std::vector<const MetricDraws*> all;
    for (const MetricDraws& one : draws) all.push_back(&one);
    return all;
  }
};

BootstrapTest test_of(const std::string& metric, const Runs& a, const Runs& b) {
  return bootstrap_test(metric, a.pointers(), a.values, b.pointers(), b.values);
}

Runs frozen_runs(const Json& frozen, const char* side, const std::string& name) {
  const auto resamples = frozen.at("resamples").get<std::vector<std::vector<size_t>>>();
  const auto count = static_cast<int64_t>(resamples.size());
  const auto video = frozen.at("video").get<Names>();
  const auto truth = frozen.at("truth").get<Numbers>();
  Runs runs;
  for (const Json& one : frozen.at(side)) {
    const auto prediction = one.get<Numbers>();
    const auto resample = [&](int64_t i) { return resamples[static_cast<size_t>(i)]; };
    runs.draws.push_back({count, 0, 5, "", metrics_in(resample, count, prediction, truth, video)});
    runs.values.push_back(metric(name).value(prediction, truth));
  }
  return runs;
}

Runs kept_as_json(Runs runs) {
  for (MetricDraws& one : runs.draws) one = draws_from_json(to_json(one), "test");
  return runs;
}

TEST(BootstrapDifference, InFrozenResamplesEqualsNumPy) {
  const Json frozen = read_json(std::string(MMIM_SOURCE_DIR) + "/tests/metrics/golden/draws.json");
  for (const auto& [name, expected] : frozen.at("expected").items()) {
    const Runs a = frozen_runs(frozen, "a", name), b = frozen_runs(frozen, "b", name);
    for (const BootstrapTest& test : {test_of(name, a, b), test_of(name, kept_as_json(a), kept_as_json(b))}) {
      EXPECT_EQ(test.why_undefined, "");
      EXPECT_NEAR(test.difference, expected.at("difference").get<double>(), 1e-12) << name;
      EXPECT_NEAR(test.low, expected.at("low").get<double>(), 3e-5) << name;
      EXPECT_NEAR(test.high, expected.at("high").get<double>(), 3e-5) << name;
      EXPECT_DOUBLE_EQ(test.p, expected.at("p").get<double>()) << name;
      EXPECT_EQ(test.undefined, expected.at("undefined").get<int64_t>()) << name;
      EXPECT_EQ(test.used + test.undefined, 40) << name;
    }
  }
}

/// One run on twelve videos of ten utterances whose error spreads by `error`; runs of one `key` err alike.
Runs made(double error, uint64_t key, int64_t count = 400, uint64_t seed = 1111, int size = 10) {
  KeyedDraws of_truth(9), of_error(key);
  Numbers truth, prediction;
  Names video;
  for (int i = 0; i < 12 * size; ++i) {
    truth.push_back(static_cast<float>(std::nearbyint(of_truth.normal() * 5) / 5));
    prediction.push_back(truth.back() + static_cast<float>(error * of_error.normal()));
    video.push_back(std::to_string(i / size));
  }
  return {{draw_metrics(prediction, truth, video, count, seed)}, {metric("MAE").value(prediction, truth)}};
}

TEST(BootstrapDifference, IsSureOfALargeOneAndOfNone) {
  const BootstrapTest large = test_of("MAE", made(.2, 1), made(2, 2));
  EXPECT_DOUBLE_EQ(large.p, 1.0 / 401);
  EXPECT_LT(large.high, 0);
  const BootstrapTest none = test_of("MAE", made(.2, 1), made(.2, 1));
  EXPECT_EQ(none.p, 1);
  EXPECT_EQ(none.difference, 0);
}

TEST(BootstrapDifference, RejectsTrueEqualityAboutAsOftenAsItSays) {
  int rejected = 0;
  const int sets = 200;
  for (uint64_t set = 0; set < sets; ++set)
    rejected += test_of("MAE", made(.5, 2 * set, 200), made(.5, 2 * set + 1, 200)).p <= .1;
  EXPECT_NEAR(static_cast<double>(rejected) / sets, .1, .07);
}

TEST(BootstrapDifference, SaysWhyThereIsNone) {
  const Runs good = made(.5, 1, 20);
  Runs none;
  EXPECT_EQ(test_of("MAE", good, none).why_undefined, "no run on a side");
  EXPECT_EQ(test_of("MAE", none, none).why_undefined, "no run on a side");
  Runs without = good;
  without.values = {NAN};
  EXPECT_EQ(test_of("MAE", good, without).why_undefined, "a run has no value");
  without = good;
  without.draws[0].values.erase("MAE");
  EXPECT_EQ(test_of("MAE", without, good).why_undefined, "a run has no draws of MAE");
  without = good;
  without.draws[0].values["MAE"].assign(20, NAN);
  const BootstrapTest test = test_of("MAE", good, without);
  EXPECT_EQ(test.why_undefined, "no draw in which every run has a value");
  EXPECT_EQ(test.undefined, 20);
  EXPECT_TRUE(std::isnan(test.p) && std::isnan(test.low));
  const Runs single{{draw_metrics(Numbers{1, 2}, Numbers{1, 3}, Names{"v", "v"}, 10)}, {.5}};
  EXPECT_EQ(test_of("MAE", single, single).why_undefined, "a single video cannot be resampled");
}

TEST(BootstrapDifference, RefusesDrawsThatAreNotTheSame) {
  const Runs good = made(.5, 1, 20);
  EXPECT_THROW(test_of("MAE", good, made(.5, 1, 21)), UsageError);
  EXPECT_THROW(test_of("MAE", good, made(.5, 1, 20, 7)), UsageError);
  try {
    test_of("MAE", good, made(.5, 1, 20, 1111, 11));
    FAIL();
  } catch (const UsageError& error) {
    EXPECT_STREQ(error.what(), "the bootstrap draws of two runs were drawn over other test videos");
  }
  Runs unmatched = good;
  unmatched.values.push_back(1);
  EXPECT_THROW(test_of("MAE", good, unmatched), UsageError);
}

}  // namespace
}  // namespace mmim
