#include "metrics/slices.h"

#include <gtest/gtest.h>

#include <cmath>

#include "core/error.h"
#include "core/keys.h"

namespace mmim {
namespace {

/// Utterances added one by one.
struct Set {
  std::vector<float> prediction, truth;
  std::vector<int64_t> words;
  std::vector<double> disagreement;
  void add(float true_score, float predicted, int64_t length, double disagrees = 0) {
    truth.push_back(true_score);
    prediction.push_back(predicted);
    words.push_back(length);
    disagreement.push_back(disagrees);
  }
  Json told(bool with_disagreement = false, Scale scale = Scale::mosi) const {
    Sliced set{prediction, truth, words};
    set.scale = scale;
    if (with_disagreement) set.disagreement = disagreement;
    return slices_json(set);
  }
};

std::vector<std::string> names(const Json& slices) {
  std::vector<std::string> all;
  for (const Json& one : slices) all.push_back(one.at("slice"));
  return all;
}

using Names = std::vector<std::string>;

TEST(Slices, ByLengthAreQuartiles) {
  Set set;
  for (int i = 0; i < 80; ++i) set.add(1, i < 20 ? 1 : 2, i / 4 + 1);
  const Json slices = set.told().at("slices").at("length");
  EXPECT_EQ(names(slices), (Names{"1 to 5 words", "6 to 10 words", "11 to 15 words", "16 to 20 words"}));
  for (const Json& one : slices) EXPECT_EQ(one.at("count"), 20);
  EXPECT_EQ(slices[0].at("MAE"), 0);
  EXPECT_EQ(slices[1].at("MAE"), 1);
  EXPECT_EQ(slices[1].at("error"), 1);
}

TEST(Slices, OfSimsAreCutAndMeasuredOnItsScale) {
  Set set;
  for (const float truth : {-1.f, -.6f, 0.f, .2f, .8f})
    for (int i = 0; i < 12; ++i) set.add(truth, truth + .1f, 4);
  const Json slices = set.told(false, Scale::sims).at("slices");
  EXPECT_EQ(names(slices.at("strength")), (Names{"0 to 0.1", "0.1 to 0.7", "0.7 to 1"}));
  EXPECT_EQ(names(slices.at("sign")), (Names{"negative", "zero", "positive"}));
  EXPECT_EQ(slices.at("sign")[1].at("Acc-2"), 0);
  EXPECT_EQ(slices.at("sign")[2].at("Acc-2"), 1);
  EXPECT_FALSE(slices.at("sign")[2].contains("Acc-2 (non0)"));
}

TEST(Slices, OfAnotherScaleAreOfLengthAndHaveNoAccuracy) {
  Set set;
  for (int i = 0; i < 40; ++i) set.add(2, 1, i);
  const Json slices = set.told(false, Scale::other).at("slices");
  EXPECT_FALSE(slices.contains("strength"));
  EXPECT_FALSE(slices.contains("sign"));
  EXPECT_EQ(slices.at("length")[0].size(), 4u);  // slice, count, MAE, error
}

TEST(Slices, OfEqualLengthsStayTogether) {
  Set set;
  for (int i = 0; i < 80; ++i) set.add(1, 1, i < 50 ? 3 : i);
  EXPECT_EQ(names(set.told().at("slices").at("length")), (Names{"3 words", "50 to 59 words", "60 to 79 words"}));
}

TEST(Slices, ByStrengthAndSignMeasureTheirUtterancesAlone) {
  Set set;
  for (const float truth : {-3.f, -2.5f, -1.5f, -.5f, -.4f, 0.f, .4f, .6f, 1.4f, 2.4f, 3.f})
    for (int i = 0; i < 12; ++i) set.add(truth, truth < -1 ? 1 : truth + .25f, 4);
  const Json slices = set.told().at("slices");
  const Json& strength = slices.at("strength");
  EXPECT_EQ(names(strength), (Names{"0 to 0.5", "0.5 to 1.5", "1.5 to 2.5", "2.5 to 3"}));
  EXPECT_EQ(strength[0].at("count"), 36);
  EXPECT_EQ(strength[1].at("count"), 36);
  EXPECT_EQ(strength[2].at("count"), 24);
  EXPECT_EQ(strength[3].at("count"), 36);
  EXPECT_NEAR(strength[2].at("MAE"), (2.5 + .25) / 2, 1e-6);
  EXPECT_EQ(strength[2].at("Acc-2 (non0)"), .5);
  const Json& sign = slices.at("sign");
  EXPECT_EQ(names(sign), (Names{"negative", "zero", "positive"}));
  EXPECT_NEAR(sign[0].at("error"), (4 + 3.5 + 2.5 + .25 + .25) / 5, 1e-6);
  EXPECT_NEAR(sign[1].at("error"), .25, 1e-6);
  EXPECT_TRUE(sign[1].at("Acc-2 (non0)").is_null());
  EXPECT_EQ(sign[2].at("Acc-2 (non0)"), 1);
}

TEST(Slices, BelowTenUtterancesAreMerged) {
  Set set;
  for (int i = 0; i < 9; ++i) set.add(0, 1, 1);
  for (int i = 0; i < 9; ++i) set.add(3, 1, 1);
  for (int i = 0; i < 30; ++i) set.add(-1, 1, 1);
  const Json slices = set.told().at("slices");
  EXPECT_EQ(names(slices.at("sign")), (Names{"negative", "zero and positive"}));
  EXPECT_EQ(names(slices.at("strength")), (Names{"0 to 3"}));
  EXPECT_EQ(slices.at("sign")[1].at("count"), 18);
  EXPECT_TRUE(slices.at("sign")[1].at("Acc-2 (non0)").is_null());  // of nine
  EXPECT_EQ(names(slices.at("length")), (Names{"1 word"}));
}

TEST(Slices, OfFewUtterancesAreNone) {
  Set set;
  for (int i = 0; i < 9; ++i) set.add(0, 1, 1);
  const Json told = set.told(true);
  for (const auto& [name, list] : told.at("slices").items()) EXPECT_EQ(list, Json::array()) << name;
  EXPECT_EQ(told.at("calibration"), Json::array());
  EXPECT_EQ(Set().told().at("calibration"), Json::array());
}

TEST(Slices, NeverHoldFewerThanTenWhateverTheData) {
  KeyedDraws draws(4);
  for (int count = 0; count < 120; ++count) {
    Set set;
    for (int i = 0; i < count; ++i)
      set.add(static_cast<float>(std::nearbyint(draws.normal() * 4) / 4), static_cast<float>(draws.normal()),
              1 + static_cast<int64_t>(draws.below(6)), draws.below(5) == 0 ? NAN : draws.normal());
    const Json told = set.told(true);
    Json lists = told.at("slices");
    lists["calibration"] = told.at("calibration");
    for (const auto& [name, list] : lists.items()) {
      int64_t sum = 0;
      for (const Json& one : list) {
        EXPECT_GE(one.at("count"), 10) << name << " of " << count;
        sum += one.at("count").get<int64_t>();
      }
      EXPECT_EQ(sum, count < 10 ? 0 : count) << name;
    }
  }
}

TEST(Slices, ByDisagreementAreTertilesWhereItIsMeasured) {
  Set set;
  for (int i = 0; i < 60; ++i) set.add(1, i < 20 ? 1 : i < 40 ? 2 : 3, 2, i);
  EXPECT_FALSE(set.told().at("slices").contains("disagreement"));
  const Json slices = set.told(true).at("slices").at("disagreement");
  EXPECT_EQ(names(slices), (Names{"low", "middle", "high"}));
  for (int k = 0; k < 3; ++k) EXPECT_EQ(slices[static_cast<size_t>(k)].at("MAE"), k);
}

TEST(Calibration, AveragesTenSharesByPrediction) {
  Set set;
  for (const int64_t i : permutation(103, 5)) set.add(static_cast<float>(i) / 2, static_cast<float>(i), 1);
  const Json bins = set.told().at("calibration");
  ASSERT_EQ(bins.size(), 10u);
  EXPECT_EQ(bins[0].at("count"), 10);
  EXPECT_DOUBLE_EQ(bins[0].at("prediction"), 4.5);
  EXPECT_DOUBLE_EQ(bins[0].at("truth"), 2.25);
  EXPECT_DOUBLE_EQ(bins[9].at("prediction"), 97);
}

TEST(Slices, RefuseDifferentLengths) {
  const std::vector<float> two{1, 2}, one{1};
  const std::vector<int64_t> words{1, 2};
  const std::vector<double> disagreement{1};
  EXPECT_THROW(slices_json({two, one, words}), DataError);
  EXPECT_THROW(slices_json({one, one, words}), DataError);
  EXPECT_THROW(slices_json({two, two, words, disagreement}), DataError);
}

}  // namespace
}  // namespace mmim
