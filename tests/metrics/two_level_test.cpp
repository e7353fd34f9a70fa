#include "metrics/two_level.h"

#include <gtest/gtest.h>

#include <cmath>
#include <cstdlib>

#include "core/error.h"
#include "core/keys.h"
#include "metrics/tests.h"
#include "support/two_level_data.h"

namespace mmim {
namespace {

using Numbers = std::vector<double>;

/// `./dev nightly` asks for 8,000 data sets, whose share has a standard error of a fourth of a percent point.
bool is_nightly() {
#ifdef __SANITIZE_ADDRESS__
  return false;  // too slow, and the numbers are those of the other build
#else
  return std::getenv("MMIM_NIGHTLY") != nullptr;
#endif
}

/// In how many of 100 made-up data sets the test says p < .05; `shift` in units of what the test says it can see.
double rejected(const MadeUpEffects& effects, size_t of_a, size_t of_b, double shift = 0) {
  const MadeUpVideos videos(400);
  const uint64_t sets = is_nightly() ? 8000 : 500;
  int count = 0;
  for (uint64_t set = 0; set < sets; ++set) {
    KeyedDraws draws(subkey(subkey(17, "two-level"), 1000 * set + 10 * of_a + of_b));
    MadeUpRuns a = videos.runs(effects, of_a, draws), b = videos.runs(effects.spread_by(effects.ratio), of_b, draws);
    const double see =
        shift == 0 ? 0 : two_level_test("MAE", a.pointers(), a.values, b.pointers(), b.values).detectable;
    a.add(shift * see);
    count += two_level_test("MAE", a.pointers(), a.values, b.pointers(), b.values).p < .05;
  }
  return 100. * count / static_cast<double>(sets);
}

/// 5 % ± 1 and a standard error of 8,000 data sets, or three of 500.
double tolerance() { return is_nightly() ? 1.25 : 3.; }

struct Mix {
  const char* name;
  MadeUpEffects effects;
};

const std::vector<Mix>& mixes() {
  static const std::vector<Mix> all{{"no effect of seeds", {.seed = 0, .video = 1, .both = 1}},
                                    {"no effect of seeds, nor with videos", {.seed = 0, .video = 1, .both = 0}},
                                    {"a small effect of seeds", {.seed = .2, .video = 1, .both = 1}},
                                    {"all effects alike", {.seed = 1, .video = 1, .both = 1}},
                                    {"mostly seeds", {.seed = 5, .video = 1, .both = 1}},
                                    {"mostly videos", {.seed = 1, .video = 5, .both = 1}},
                                    {"one system twice as steady", {.seed = 1, .video = 1, .both = 1, .ratio = .25}}};
  return all;
}

class TwoLevelSize : public testing::TestWithParam<size_t> {};

TEST_P(TwoLevelSize, IsFivePercentOnMadeUpPredictions) {
  for (const Mix& mix : mixes())
    EXPECT_NEAR(rejected(mix.effects, GetParam(), GetParam()), 5, tolerance()) << mix.name << ", seeds: " << GetParam();
}

INSTANTIATE_TEST_SUITE_P(Seeds, TwoLevelSize, testing::Values(3, 5, 10));

TEST(TwoLevel, SizeHoldsForDifferentNumbersOfSeeds) {
  EXPECT_NEAR(rejected({.seed = 1, .video = 1, .both = 1}, 3, 10), 5, tolerance() + 1);
  EXPECT_NEAR(rejected({.seed = 1, .video = 1, .both = 1}, 5, 3), 5, tolerance());
}

TEST(TwoLevel, SeesWhatItSaysInFourOfFiveExperiments) {
  for (const size_t seeds : {3, 5, 10})
    EXPECT_NEAR(rejected({.seed = 1, .video = 1, .both = 1}, seeds, seeds, 1), 80, 8) << seeds;
}

/// Draws that the tests below make by hand.
MetricDraws hand_made(const std::vector<float>& mae, int64_t videos = 11) {
  return {static_cast<int64_t>(mae.size()), 1, videos, "hash", {{"MAE", mae}}};
}

struct Side {
  std::vector<MetricDraws> draws;
  Numbers values;
  std::vector<const MetricDraws*> pointers() const {
    std::vector<const MetricDraws*> all;
    for (const MetricDraws& one : draws) all.push_back(&one);
    return all;
  }
};

TwoLevelTest test_of(const Side& a, const Side& b) {
  return two_level_test("MAE", a.pointers(), a.values, b.pointers(), b.values);
}

/// Runs whose metric is `values` and moves alike by `moves` in the draws.
Side moving(const Numbers& values, const Numbers& moves, int64_t videos = 11) {
  Side side{{}, values};
  for (const double value : values) {
    std::vector<float> drawn;
    for (const double move : moves) drawn.push_back(static_cast<float>(value + move));
    side.draws.push_back(hand_made(drawn, videos));
  }
  return side;
}

TEST(TwoLevel, IsWelchsTestWhereVideosDoNotMatter) {
  const Numbers a{.70, .72, .77}, b{.80, .79, .85, .83};
  const TwoLevelTest test = test_of(moving(a, {-.01, 0, .01}), moving(b, {-.01, 0, .01}));
  const TTest welch = welch_t(a, b);
  EXPECT_NEAR(test.p, welch.p, 1e-6);
  EXPECT_NEAR(test.degrees, welch.degrees, 1e-4);
  EXPECT_NEAR(test.low, welch.low, 1e-6);
  EXPECT_NEAR(test.high, welch.high, 1e-6);
  EXPECT_NEAR(test.seed_share, 1, 1e-6);
}

TEST(TwoLevel, IsAStudentsTestOverVideosWhereSeedsDoNotMatter) {
  const TwoLevelTest test = test_of(moving({.75, .75, .75}, {-.02, 0, .02}), moving({.70, .70, .70}, {0, 0, 0}));
  EXPECT_NEAR(test.error, .02 * std::sqrt(11. / 10), 1e-6) << "variance of the draws, 11 videos";
  EXPECT_NEAR(test.degrees, 5, 1e-6) << "half of 11 - 1";
  EXPECT_NEAR(test.seed_share, 0, 1e-9);
  EXPECT_NEAR(test.high - test.difference, 2.5705818 * test.error, 1e-6);
  EXPECT_NEAR(test.at_most - test.difference, 2.0150484 * test.error, 1e-6);
  EXPECT_NEAR(test.difference - test.at_least, 2.0150484 * test.error, 1e-6);
  EXPECT_NEAR(test.detectable, (2.5705818 + .9195438) * test.error, 1e-6);
}

TEST(TwoLevel, CountsWhatSeedsAndVideosShareOnce) {
  // Each run moves by itself: what the mean of three moves by in the draws is a third of that, and of seed by video.
  Side a{{hand_made({.7f, .4f, .4f, .4f}), hand_made({.4f, .7f, .4f, .4f}), hand_made({.4f, .4f, .7f, .4f})},
         {.45, .50, .55}};
  const Side b = moving({.5, .5, .5}, {0, 0, 0, 0});
  const TwoLevelTest test = test_of(a, b);
  EXPECT_NEAR(test.error, .05 / std::sqrt(3.), 1e-6) << "the seeds alone";
  EXPECT_NEAR(test.seed_share, 1, 1e-6);
}

TEST(TwoLevel, ItsIntervalLeavesOutZeroWhereItsPIsBelowFivePercent) {
  for (const double shift : {.01, .02, .03, .04, .05, .06}) {
    const Side a = moving({.70 + shift, .72 + shift, .71 + shift}, {-.02, 0, .02, .01});
    const TwoLevelTest test = test_of(a, moving({.70, .715, .72}, {0, .01, 0, 0}));
    EXPECT_EQ(test.p<.05, test.low> 0) << shift;
    EXPECT_LT(test.low, test.at_least);
    EXPECT_GT(test.high, test.at_most);
  }
}

TEST(TwoLevel, LeavesOutDrawsWithoutAValue) {
  Side a = moving({.70, .72, .77}, {-.02, 0, .02, 5}), b = moving({.80, .79, .85}, {0, 0, 0, 0});
  a.draws[1].values["MAE"][3] = NAN;
  const TwoLevelTest test = test_of(a, b);
  EXPECT_EQ(test.used, 3);
  EXPECT_NEAR(test.p, test_of(moving({.70, .72, .77}, {-.02, 0, .02}), moving({.80, .79, .85}, {0, 0, 0})).p, 1e-6);
}

TEST(TwoLevel, SaysWhyThereIsNone) {
  const Side three = moving({.70, .72, .77}, {-.02, .02}), one = moving({.8}, {0, 0});
  const TwoLevelTest test = test_of(three, one);
  EXPECT_EQ(test.why_undefined, "1 seed on a side, 3 are needed to tell a system from its seeds");
  EXPECT_TRUE(std::isnan(test.p) && std::isnan(test.low) && std::isnan(test.at_most) && std::isnan(test.detectable));
  EXPECT_NEAR(test.difference, .73 - .8, 1e-9);
  EXPECT_EQ(test_of(three, {}).why_undefined, "no run on a side");
  Side broken = three;
  broken.values[1] = NAN;
  EXPECT_EQ(test_of(broken, three).why_undefined, "a run has no value");
  EXPECT_EQ(test_of(moving({.7, .7, .7}, {0, 0}), moving({.7, .7, .7}, {0, 0})).why_undefined, "zero spread");
  broken = three;
  broken.draws[0].values["MAE"] = {NAN, NAN};
  EXPECT_EQ(test_of(broken, three).why_undefined, "no draws in which every run has a value");
  broken.draws[0].seed = 7;
  EXPECT_THROW(test_of(broken, three), UsageError);
}

}  // namespace
}  // namespace mmim
