#include "metrics/metrics.h"

#include <gtest/gtest.h>

#include <cmath>

#include "core/error.h"

namespace mmim {
namespace {

using Numbers = std::vector<float>;

double value(const std::string& name, const Numbers& prediction, const Numbers& truth) {
  return metric(name).value(prediction, truth);
}

const Numbers kPrediction{.5f, -.5f, 1.5f, 2.5f, -3.6f, 0, -.2f, 3.2f, 1.49f, -1.51f};
const Numbers kTruth{.4f, -1, 2, 3, -3, 0, 0, 2.6f, 1, -1.6f};

TEST(Metrics, AreShownAsThePapersTableDoes) {
  EXPECT_EQ(metric("MAE").shown(.78214), "0.7821");
  EXPECT_EQ(metric("MAE").shown(.78214, 3), "0.782");
  EXPECT_EQ(metric("Acc-7").shown(.46654), "46.65");
  EXPECT_EQ(metric("F1 (non0)").shown(-.0125, 4, true), "-1.25");
  EXPECT_EQ(metric("Corr").shown(std::nan("")), "-");
  EXPECT_EQ(metric("MAE").shown(Spread{.5, std::nan("")}), "0.5000");
  EXPECT_EQ(metric("Acc-2 (has0)").shown(Spread{.8, .01}), "80.00 ± 1.00");
}

TEST(Metrics, EqualTheirFormulasOnTenUtterances) {
  EXPECT_NEAR(value("MAE", kPrediction, kTruth), .358, 1e-6);
  EXPECT_NEAR(value("Corr", kPrediction, kTruth), .975101, 1e-6);
  EXPECT_DOUBLE_EQ(value("Acc-7", kPrediction, kTruth), .8);
  EXPECT_DOUBLE_EQ(value("Acc-5", kPrediction, kTruth), .9);
  EXPECT_DOUBLE_EQ(value("Acc-2 (has0)", kPrediction, kTruth), .9);
  EXPECT_NEAR(value("F1 (has0)", kPrediction, kTruth), .903297, 1e-6);
  EXPECT_DOUBLE_EQ(value("Acc-2 (non0)", kPrediction, kTruth), 1);
  EXPECT_DOUBLE_EQ(value("F1 (non0)", kPrediction, kTruth), 1);
}

TEST(Metrics, StandInTheOrderOfTables) {
  std::vector<std::string> names;
  for (const Metric& one : metrics()) names.push_back(one.name);
  EXPECT_EQ(names, (std::vector<std::string>{"MAE", "Corr", "Acc-7", "Acc-5", "Acc-2 (has0)", "Acc-2 (non0)",
                                             "F1 (has0)", "F1 (non0)"}));
  EXPECT_TRUE(metric("MAE").lower_is_better);
  EXPECT_FALSE(metric("Corr").lower_is_better);
}

TEST(Metrics, AnUnknownOneSuggestsTheNearest) {
  try {
    metric("Acc7");
    FAIL();
  } catch (const UsageError& error) {
    EXPECT_STREQ(error.what(), "unknown metric `Acc7` (did you mean `Acc-7`?)");
  }
}

TEST(Metrics, OfNoUtteranceAreUndefined) {
  for (const Metric& one : metrics()) EXPECT_TRUE(std::isnan(one.value({}, {}))) << one.name;
}

TEST(Metrics, OfOneUtteranceAreDefinedButCorr) {
  for (const Metric& one : metrics()) {
    const double single = one.value(Numbers{1}, Numbers{1});
    if (one.name == "Corr")
      EXPECT_TRUE(std::isnan(single));
    else
      EXPECT_EQ(single, one.lower_is_better ? 0 : 1) << one.name;
  }
}

TEST(Metrics, RefuseDifferentLengths) { EXPECT_THROW(value("MAE", {1, 2}, {1}), DataError); }

TEST(Metrics, OfAPredictionThatIsNotANumberAreNotPerfect) {
  const Numbers prediction{NAN, 1, -1}, truth{-1, 1, -1};
  EXPECT_TRUE(std::isnan(value("MAE", prediction, truth)));
  EXPECT_TRUE(std::isnan(value("Corr", prediction, truth)));
  EXPECT_DOUBLE_EQ(value("Acc-7", prediction, truth), 2.0 / 3);
}

TEST(Correlation, OfAConstantButForRoundingIsUndefined) {
  const Numbers truth{1, -1, 2, -2};
  const float above = std::nextafter(.3f, 1.f), below = std::nextafter(.3f, 0.f);
  EXPECT_TRUE(std::isnan(value("Corr", Numbers{.3f, above, below, .3f}, truth)));
  EXPECT_NEAR(value("Corr", Numbers{.3f + 1e-5f, .3f - 1e-5f, .3f + 2e-5f, .3f - 2e-5f}, truth), 1, 1e-3);
  EXPECT_NEAR(value("Corr", Numbers{1e-20f, -1e-20f, 2e-20f, -2e-20f}, truth), 1, 1e-6) << "a mean of 0 rounds nothing";
}

TEST(Correlation, OfAConstantIsUndefinedEvenWhenItsMeanIsInexact) {
  const Numbers truth{1, 2, 3, 4, 5, 6, 7};
  EXPECT_TRUE(std::isnan(value("Corr", Numbers(7, .1f), truth)));
  EXPECT_TRUE(std::isnan(value("Corr", truth, Numbers(7, .1f))));
}

TEST(Correlation, SurvivesALargeOffset) {
  Numbers prediction, truth;
  for (int i = 0; i < 1000; ++i) {
    truth.push_back(static_cast<float>(i % 7));
    prediction.push_back(65536.0f + static_cast<float>(i % 7) / 128);
  }
  EXPECT_NEAR(value("Corr", prediction, truth), 1, 1e-12);
  for (float& one : prediction) one = -one;
  EXPECT_NEAR(value("Corr", prediction, truth), -1, 1e-12);
}

TEST(SevenClasses, AreClippedAndTheirScoresAreNot) {
  EXPECT_EQ(value("Acc-7", {9}, {3}), 1);
  EXPECT_EQ(value("Acc-5", {9}, {2}), 1);
  EXPECT_EQ(value("Acc-7", {3}, {2}), 0);
  EXPECT_EQ(value("MAE", {9}, {3}), 6);
}

TEST(TwoClasses, ReadAZeroAsEachConventionSays) {
  EXPECT_EQ(value("Acc-2 (has0)", {0, -0.0f}, {1, 1}), 1);
  EXPECT_EQ(value("Acc-2 (has0)", {0}, {-1}), 0);
  EXPECT_EQ(value("Acc-2 (non0)", {0, -0.0f}, {-1, -1}), 1);
  EXPECT_EQ(value("Acc-2 (non0)", {0}, {1}), 0);
  EXPECT_EQ(value("Acc-2 (non0)", {-1, -1, 1}, {0, -0.0f, 1}), 1);
}

TEST(TwoClasses, AreUndefinedWhereEveryTruthIsZero) {
  EXPECT_TRUE(std::isnan(value("Acc-2 (non0)", {1, -1}, {0, 0})));
  EXPECT_TRUE(std::isnan(value("F1 (non0)", {1, -1}, {0, 0})));
  EXPECT_EQ(value("Acc-2 (has0)", {1, -1}, {0, 0}), .5);
}

TEST(WeightedF1, TakesItsWeightsFromTruthOrPrediction) {
  EXPECT_NEAR(weighted_f1(kPrediction, kTruth, true, F1Weight::truth), .903297, 1e-6);
  EXPECT_NEAR(weighted_f1(kPrediction, kTruth, true, F1Weight::prediction), .896703, 1e-6);
  EXPECT_NEAR(weighted_f1(kPrediction, kTruth, true, F1Weight::prediction),
              weighted_f1(kTruth, kPrediction, true, F1Weight::truth), 1e-12);
}

TEST(WeightedF1, OfAClassNeverPredictedIsZero) {
  EXPECT_NEAR(weighted_f1(Numbers{1, 1, 1}, Numbers{1, 1, -1}, true, F1Weight::truth), 2.0 / 3 * .8, 1e-12);
  EXPECT_EQ(weighted_f1(Numbers{1, 1}, Numbers{-1, -1}, true, F1Weight::truth), 0);
}

}  // namespace
}  // namespace mmim
