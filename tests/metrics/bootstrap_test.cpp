#include <gtest/gtest.h>

#include <cmath>
#include <numbers>

#include "core/error.h"
#include "core/keys.h"
#include "metrics/metrics.h"

namespace mmim {
namespace {

using Numbers = std::vector<float>;
using Names = std::vector<std::string>;

Score find(const Scorecard& card, const std::string& name) {
  for (const Score& one : card)
    if (one.name == name) return one;
  ADD_FAILURE() << name;
  return {};
}

const Numbers kPrediction{.5f, 1, -2, 0, 3, -1}, kTruth{1, 2, -1, -1, 1, -1};

TEST(Bootstrap, EqualsTheDrawsMadeByHand) {
  const Scorecard free = score(kPrediction, kTruth, {}, 200, 7);
  EXPECT_NEAR(find(free, "MAE").low, 0.49791666666666673, 1e-9);
  EXPECT_NEAR(find(free, "MAE").high, 1.5, 1e-9);
  const Names videos{"b", "b", "a", "a", "a", "c"};
  const Scorecard clustered = score(kPrediction, kTruth, videos, 200, 7);
  EXPECT_NEAR(find(clustered, "MAE").low, 0.0, 1e-9);
  EXPECT_NEAR(find(clustered, "MAE").high, 1.3333333333333333, 1e-9);
}

TEST(Bootstrap, DependsOnItsSeedAlone) {
  const Score one = find(score(kPrediction, kTruth, {}, 50, 1), "Corr"),
              same = find(score(kPrediction, kTruth, {}, 50, 1), "Corr"),
              other = find(score(kPrediction, kTruth, {}, 50, 2), "Corr");
  EXPECT_EQ(one.low, same.low);
  EXPECT_NE(one.low, other.low);
  EXPECT_EQ(one.value, other.value);
}

TEST(Bootstrap, ValuesAreThoseOfTheMetrics) {
  for (const Score& one : score(kPrediction, kTruth, Names(6, "v"), 10))
    EXPECT_EQ(one.value, metric(one.name).value(kPrediction, kTruth)) << one.name;
}

TEST(Bootstrap, OfOneGroupGivesNoInterval) {
  for (const Score& one : score(kPrediction, kTruth, Names(6, "v"), 10))
    EXPECT_TRUE(std::isnan(one.low) && std::isnan(one.high)) << one.name;
}

TEST(Bootstrap, WeightsF1AsAsked) {
  const Scorecard card = score(kPrediction, kTruth, {}, 200, 7, F1Weight::prediction);
  const Score f1 = find(card, "F1 (has0)");
  EXPECT_EQ(f1.value, weighted_f1(kPrediction, kTruth, true, F1Weight::prediction));
  EXPECT_LE(f1.low, f1.value);
  EXPECT_GE(f1.high, f1.value);
  EXPECT_NE(f1.low, find(score(kPrediction, kTruth, {}, 200, 7), "F1 (has0)").low);
  EXPECT_EQ(find(card, "MAE").value, find(score(kPrediction, kTruth, {}, 0), "MAE").value);
}

TEST(Bootstrap, WithoutDrawsLeavesTheIntervalOut) {
  for (const Score& one : score(kPrediction, kTruth, {}, 0)) {
    EXPECT_TRUE(std::isnan(one.low) && std::isnan(one.high)) << one.name;
    EXPECT_EQ(one.undefined, 0);
  }
}

TEST(Bootstrap, CountsResamplesWithoutAValue) {
  const Scorecard card = score(Numbers{1, 2}, Numbers{0, 1}, {}, 1000);
  EXPECT_EQ(find(card, "MAE").undefined, 0);
  EXPECT_NEAR(static_cast<double>(find(card, "Corr").undefined), 500, 60);          // both the same
  EXPECT_NEAR(static_cast<double>(find(card, "Acc-2 (non0)").undefined), 250, 60);  // both the zero
  EXPECT_EQ(find(card, "Acc-2 (non0)").low, 1);
  const Scorecard nothing = score({}, {}, {}, 30);
  EXPECT_EQ(find(nothing, "MAE").undefined, 30);
  EXPECT_TRUE(std::isnan(find(nothing, "MAE").value) && std::isnan(find(nothing, "MAE").low));
  EXPECT_EQ(find(score(Numbers{2, 2, 2}, Numbers{1, 2, 3}, {}, 30), "Corr").undefined, 30);
}

TEST(Bootstrap, RefusesDifferentLengths) {
  EXPECT_THROW(score(kPrediction, Numbers{1}, {}), DataError);
  EXPECT_THROW(score(kPrediction, kTruth, Names{"v"}), DataError);
}

/// Share of data sets of `groups` videos of `size` utterances, all with the same normal error, whose interval covers
/// the expected absolute error.
double coverage(int groups, int size, bool by_video) {
  const double expected = std::sqrt(2 / std::numbers::pi);
  const int sets = 300;
  int covered = 0;
  KeyedDraws draws(3);
  for (int set = 0; set < sets; ++set) {
    Numbers prediction;
    Names videos;
    for (int group = 0; group < groups; ++group) {
      prediction.insert(prediction.end(), static_cast<size_t>(size), static_cast<float>(draws.normal()));
      videos.insert(videos.end(), static_cast<size_t>(size), std::to_string(group));
    }
    const Numbers truth(prediction.size(), 0);
    const Score mae = find(score(prediction, truth, by_video ? videos : Names{}, 200), "MAE");
    covered += mae.low <= expected && expected <= mae.high;
  }
  return static_cast<double>(covered) / sets;
}

TEST(Bootstrap, CoversTheTruthAboutAsOftenAsItSays) { EXPECT_NEAR(coverage(60, 1, false), .94, .04); }

TEST(Bootstrap, OverVideosCoversWhereUtterancesOfAVideoAreAlike) {
  EXPECT_NEAR(coverage(40, 5, true), .94, .04);
  EXPECT_LT(coverage(40, 5, false), .75);
}

}  // namespace
}  // namespace mmim
