#include <gtest/gtest.h>

#include <cmath>

#include "core/json.h"
#include "metrics/metrics.h"

namespace mmim {
namespace {

using Numbers = std::vector<float>;

double value(const std::string& name, const Numbers& prediction, const Numbers& truth,
             F1Weight weight = F1Weight::truth) {
  for (const Score& one : score(prediction, truth, {}, 0, 1, weight, Scale::sims))
    if (one.name == name) return one.value;
  ADD_FAILURE() << "no metric " << name;
  return 0;
}

void expect(const Json& expected, double value, double tolerance, const std::string& what) {
  if (expected.is_string())
    EXPECT_TRUE(std::isnan(value)) << what;
  else
    EXPECT_NEAR(value, expected.get<double>(), tolerance) << what;
}

TEST(MetricsOfSims, EqualTheRecordedOnesOfTheFormulasOfMmsa) {
  const std::vector<std::tuple<const char*, const char*, double>> names{
      {"MAE", "mae", 1e-12},    {"Corr", "corr", 1e-6},   {"Acc-2", "acc2", 1e-12},
      {"Acc-3", "acc3", 1e-12}, {"Acc-5", "acc5", 1e-12}, {"F1", "f1", 1e-12}};
  const Json cases = read_json(std::filesystem::path(MMIM_SOURCE_DIR) / "tests/metrics/golden/sims.json").at("cases");
  ASSERT_EQ(cases.size(), 6u);
  for (const Json& one : cases) {
    const auto prediction = one.at("pred").get<Numbers>(), truth = one.at("label").get<Numbers>();
    const Json& expected = one.at("expected");
    const std::string what = one.at("name").get<std::string>() + " ";
    for (const auto& [name, key, tolerance] : names)
      expect(expected.at(key), value(name, prediction, truth), tolerance, what + name);
    expect(expected.at("f1_swapped"), value("F1", prediction, truth, F1Weight::prediction), 1e-12, what + "swapped");
  }
}

TEST(MetricsOfSims, AreMmsasInTheOrderOfTables) {
  std::vector<std::string> names;
  for (const Metric& one : metrics(Scale::sims)) names.push_back(one.name);
  EXPECT_EQ(names, (std::vector<std::string>{"MAE", "Corr", "Acc-5", "Acc-3", "Acc-2", "F1"}));
}

TEST(MetricsOfSims, HaveAnUpperEdgeThatBelongsToTheClassBelow) {
  EXPECT_EQ(value("Acc-5", {-.7f}, {-1}), 1);
  EXPECT_EQ(value("Acc-5", {-.1f}, {-.4f}), 1);
  EXPECT_EQ(value("Acc-5", {.1f}, {0}), 1);
  EXPECT_EQ(value("Acc-5", {.7f}, {.4f}), 1);
  EXPECT_EQ(value("Acc-5", {std::nextafter(.7f, 1.f)}, {1}), 1);
  EXPECT_EQ(value("Acc-3", {-.1f}, {-1}), 1);
  EXPECT_EQ(value("Acc-3", {.1f}, {-0.0f}), 1);
}

TEST(MetricsOfSims, CountAZeroAsNegative) {
  EXPECT_EQ(value("Acc-2", {0, -0.0f}, {-1, -1}), 1);
  EXPECT_EQ(value("Acc-2", {0}, {.2f}), 0);
  EXPECT_EQ(value("Acc-2", {.01f}, {0}), 0);
  EXPECT_EQ(value("F1", {0}, {-1}), 1);
}

TEST(MetricsOfSims, AreOfValuesClippedToTheRange) {
  EXPECT_EQ(value("MAE", {-9, 9}, {-1, .5f}), .25);
  EXPECT_NEAR(value("Corr", {-9, -5, 1}, {-1, -1, 1}), 1, 1e-12);
}

TEST(MetricsOfSims, OfAPredictionThatIsNoNumberAreOfNoClass) {
  EXPECT_EQ(value("Acc-5", {NAN}, {-1}), 0);
  EXPECT_EQ(value("Acc-3", {NAN}, {-1}), 0);
}

TEST(MetricsOfSims, OfNoUtteranceAreUndefined) {
  for (const Metric& one : metrics(Scale::sims)) EXPECT_TRUE(std::isnan(one.value({}, {}, Scale::sims))) << one.name;
}

TEST(MetricsOfOtherScales, AreErrorAndCorrelationOfValuesAsTheyAre) {
  std::vector<std::string> names;
  for (const Score& one : score(Numbers{5, 1}, Numbers{2, 1}, {}, 20, 1, F1Weight::truth, Scale::other)) {
    names.push_back(one.name);
    EXPECT_TRUE(one.name != "MAE" || one.value == 1.5) << one.value;
  }
  EXPECT_EQ(names, (std::vector<std::string>{"MAE", "Corr"}));
}

TEST(MetricsOfSims, AreResampledByVideo) {
  const Numbers truth{-1, -.6f, .2f, 1, 0, .8f}, prediction{-.9f, .2f, .3f, .4f, -.2f, .9f};
  const std::vector<std::string> video{"a", "a", "b", "b", "c", "c"};
  for (const Score& one : score(prediction, truth, video, 300, 7, F1Weight::truth, Scale::sims)) {
    EXPECT_LE(one.low, one.value) << one.name;
    EXPECT_GE(one.high, one.value) << one.name;
  }
}

TEST(Metrics, OfOneNameAreShownAlikeOnEveryScale) {
  for (const Scale scale : {Scale::sims, Scale::other})
    for (const Metric& one : metrics(scale)) {
      EXPECT_EQ(metric(one.name).share, one.share) << one.name;
      EXPECT_EQ(metric(one.name).column, one.column) << one.name;
      EXPECT_EQ(metric(one.name).lower_is_better, one.lower_is_better) << one.name;
    }
}

TEST(Metrics, OfTheSignAreShownWhereAScaleHasSome) {
  EXPECT_EQ(sign_accuracy(Scale::mosi)->name, "Acc-2 (non0)");
  EXPECT_EQ(sign_accuracy(Scale::sims)->name, "Acc-2");
  EXPECT_EQ(sign_accuracy(Scale::other), nullptr);
}

}  // namespace
}  // namespace mmim
