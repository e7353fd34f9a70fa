#include "metrics/conformal.h"

#include <gtest/gtest.h>

#include <cmath>

#include "core/error.h"
#include "core/keys.h"

namespace mmim {
namespace {

using Numbers = std::vector<float>;
using Names = std::vector<std::string>;

/// Residuals 1, 2, ..., count hundredths, in no order.
Conformal of_hundredths(int64_t count, double alpha) {
  Numbers prediction, truth;
  for (const int64_t i : permutation(count, 3)) {
    truth.push_back(static_cast<float>(i % 2 == 0 ? i + 1 : -i - 1) / 100);
    prediction.push_back(0);
  }
  return calibrate(prediction, truth, alpha);
}

TEST(Conformal, TakesTheResidualOfItsRank) {
  const Conformal mosi = of_hundredths(229, .1);
  EXPECT_EQ(mosi.rank, 207);
  EXPECT_FLOAT_EQ(static_cast<float>(mosi.radius), 2.07f);
  EXPECT_EQ(of_hundredths(19, .05).rank, 19);
  EXPECT_EQ(of_hundredths(9, .1).rank, 9);
  EXPECT_EQ(of_hundredths(10, .1).rank, 10);
  EXPECT_EQ(of_hundredths(100, .5).rank, 51);
}

TEST(Conformal, OfTooFewUtterancesIsTheWholeRange) {
  for (const Conformal& one : {of_hundredths(8, .1), calibrate({}, {}), calibrate(Numbers{NAN}, Numbers{1}, .5)}) {
    EXPECT_TRUE(std::isinf(one.radius));
    EXPECT_EQ(one.interval(1).low, -3);
    EXPECT_EQ(one.interval(1).high, 3);
  }
  const Coverage all = coverage(calibrate({}, {}), Numbers{5, 1}, Numbers{-3, 3}, {});
  EXPECT_EQ(all.share, 1);
  EXPECT_EQ(all.width, 6);
  EXPECT_EQ(all.expected_low, 1);
  EXPECT_EQ(all.expected, 1);
}

TEST(Conformal, ClipsToTheRange) {
  const Conformal half = calibrate(Numbers(9, 0), Numbers(9, .5f));
  const auto ends = [&](double prediction) {
    const LabelRange interval = half.interval(prediction);
    return std::vector<double>{interval.low, interval.high};
  };
  EXPECT_EQ(ends(1), (std::vector<double>{.5, 1.5}));
  EXPECT_EQ(ends(2.75), (std::vector<double>{2.25, 3}));
  EXPECT_EQ(ends(-4), (std::vector<double>{-3, -3}));
  EXPECT_EQ(ends(NAN), (std::vector<double>{-3, 3}));
}

TEST(Conformal, CountsWhatItCovers) {
  const Conformal half = calibrate(Numbers(9, 0), Numbers(9, .5f));
  const Coverage found =
      coverage(half, Numbers{0, 0, 0, 3.25f}, Numbers{.5f, -.5f, .75f, 3}, Names{"a", "b", "b", "b"});
  EXPECT_EQ(found.utterances, 4);
  EXPECT_EQ(found.covered, 3);
  EXPECT_EQ(found.share, .75);
  EXPECT_EQ(found.width, (1 + 1 + 1 + .25) / 4);
  EXPECT_DOUBLE_EQ(found.low, 2.0 / 3);  // video b twice
  EXPECT_EQ(found.high, 1);              // video a twice
}

TEST(Conformal, ExpectsWhatSciPysBetaBinomialDoes) {
  const Coverage found = coverage(of_hundredths(229, .1), Numbers(686, 0), Numbers(686, 1), {}, 0);
  EXPECT_DOUBLE_EQ(found.expected_low, 584.0 / 686);
  EXPECT_DOUBLE_EQ(found.expected_high, 645.0 / 686);
  EXPECT_DOUBLE_EQ(found.expected, 207.0 / 230);
  EXPECT_TRUE(std::isnan(found.low));
}

TEST(Conformal, CoversNewUtterancesAsOftenAsItExpects) {
  KeyedDraws draws(8);
  const auto errors = [&](int count) {
    Numbers all;
    for (int i = 0; i < count; ++i) all.push_back(static_cast<float>(.3 * draws.normal()));
    return all;
  };
  double shares = 0;
  int within = 0;
  const int sets = 400;
  for (int set = 0; set < sets; ++set) {
    const Conformal made = calibrate(errors(49), Numbers(49, 0), .2);
    const Coverage found = coverage(made, errors(100), Numbers(100, 0), {}, 0);
    shares += found.share;
    within += found.expected_low <= found.share && found.share <= found.expected_high;
  }
  EXPECT_NEAR(shares / sets, .8, .02);
  EXPECT_NEAR(static_cast<double>(within) / sets, .96, .03);
}

TEST(Conformal, JsonSaysWhatIsApproximate) {
  const Conformal made = of_hundredths(229, .1);
  const Coverage found = coverage(made, Numbers{1, 1}, Numbers{1, 0}, Names{"a", "b"});
  const Json json = conformal_json(made, found, "valid also selected the epoch");
  EXPECT_EQ(json.at("approximate"), "valid also selected the epoch");
  EXPECT_EQ(json.at("calibration").at("rank"), 207);
  EXPECT_EQ(json.at("coverage").at("value"), 1);
  EXPECT_TRUE(conformal_json(made, found, "").at("approximate").is_null());
  const Conformal none = calibrate({}, {});
  EXPECT_TRUE(conformal_json(none, coverage(none, {}, {}, {}), "").at("radius").is_null());
}

TEST(Conformal, IsReadBackFromJson) {
  const Conformal made = of_hundredths(229, .1), none = calibrate({}, {});
  const Conformal read = conformal_of(calibration_json(made, ""), "record.json");
  EXPECT_EQ(read.interval(.25).low, made.interval(.25).low);
  EXPECT_EQ(read.interval(.25).high, made.interval(.25).high);
  EXPECT_EQ(conformal_of(calibration_json(none, ""), "record.json").interval(.25).high, 3);
  Json damaged = calibration_json(made, "");
  damaged["radius"] = -1;
  EXPECT_THROW(conformal_of(damaged, "record.json"), DataError);
  EXPECT_THROW(conformal_of(Json::object(), "record.json"), DataError);
}

TEST(Conformal, RefusesWhatDoesNotFit) {
  EXPECT_THROW(calibrate(Numbers{1}, Numbers{1, 2}), DataError);
  for (const double alpha : {0.0, 1.0, -.1, std::nan("")})
    EXPECT_THROW(calibrate(Numbers{1}, Numbers{1}, alpha), UsageError);
  EXPECT_THROW(coverage(calibrate({}, {}), Numbers{1, 2}, Numbers{1, 2}, Names{"a"}), DataError);
}

}  // namespace
}  // namespace mmim
