#include "predict/calibration.h"

#include <gtest/gtest.h>

#include "core/error.h"
#include "train/toy.h"
#include "train/toy_run.h"

namespace mmim {
namespace {

Predictions of_three_videos() {
  Predictions all;
  all.prediction = {.1f, .2f, .3f, .4f};
  all.truth = {1, 2, 3, 4};
  all.id = {"a[0]", "b[0]", "a[1]", "c[0]"};
  all.video = {"a", "b", "a", "c"};
  all.scores = {{"contrast/text", {5, 6, 7, 8}}};
  return all;
}

TEST(Calibration, PartsPredictionsByVideoAndKeepsTheirOrder) {
  const Predictions without = without_videos(of_three_videos(), {"b"}), among = of_videos(of_three_videos(), {"b"});
  EXPECT_EQ(without.id, (std::vector<std::string>{"a[0]", "a[1]", "c[0]"}));
  EXPECT_EQ(without.truth, (std::vector<float>{1, 3, 4}));
  EXPECT_EQ(without.scores[0].second, (std::vector<float>{5, 7, 8}));
  EXPECT_EQ(among.prediction, (std::vector<float>{.2f}));
  EXPECT_EQ(among.video, (std::vector<std::string>{"b"}));
}

TEST(Calibration, HoldsOutTheSmallerHalfOfTheVideosAlwaysTheSame) {
  const Split split = toy_split(9, 2);
  std::set<std::string> all;
  for (int64_t i = 0; i < split.size(); ++i) all.emplace(split.video(i));
  const auto held_out = calibration_videos(split);
  EXPECT_EQ(held_out.size(), all.size() / 2);
  EXPECT_EQ(held_out, calibration_videos(split));
}

TEST(Calibration, NeedsTwoVideos) { EXPECT_THROW(calibration_videos(toy_split(1, 2)), DataError); }

TEST(Calibration, KeepsHalfOfTheVideosOutOfSelection) {
  ToyRun whole("whole"), half("half");
  half.config.train.calibration = TrainOptions::Calibration::videos;
  ToyModel first, second;
  Watcher of_whole, of_half;
  whole.fit(first, of_whole);
  half.fit(second, of_half);
  EXPECT_EQ(of_whole.epochs[0].train, of_half.epochs[0].train);
  EXPECT_NE(of_whole.epochs[0].valid_loss, of_half.epochs[0].valid_loss);
}

TEST(Calibration, MeasuresResidualsOfValidationOrOfTheVideosThatSelectedNothing) {
  const Split split = toy_split(9, 2);
  const auto held_out = calibration_videos(split);
  Predictions valid;
  size_t others = 0;
  for (int64_t i = 0; i < split.size(); ++i) {
    valid.id.emplace_back(split.id(i));
    valid.video.emplace_back(split.video(i));
    valid.truth.push_back(0);
    const bool kept = held_out.contains(valid.video.back());
    valid.prediction.push_back(kept ? .5F : 2.F);
    others += kept ? 0 : 1;
  }
  ASSERT_GT(others, 0);
  const auto whole = calibrated_on(valid, split, TrainOptions::Calibration::none, {-3, 3});
  const auto half = calibrated_on(valid, split, TrainOptions::Calibration::videos, {-3, 3});
  EXPECT_EQ(whole.conformal.calibration, split.size());
  EXPECT_EQ(half.conformal.calibration, split.size() - static_cast<int64_t>(others));
  EXPECT_NE(whole.approximate.find("validation also selected the epoch"), std::string::npos);
  EXPECT_EQ(half.approximate.find("validation also selected the epoch"), std::string::npos);
}

TEST(Calibration, WatchingTestChangesNothingButTheLog) {
  ToyRun blind("blind"), watching("watching");
  watching.config.train.watch_test = true;
  ToyModel first, second;
  Watcher of_blind, of_watching;
  blind.fit_scripted(first, of_blind);
  watching.fit_scripted(second, of_watching);
  EXPECT_EQ(of_blind.best_epochs(), of_watching.best_epochs());
  EXPECT_EQ(weights_of(first), weights_of(second));
  EXPECT_TRUE(of_blind.epochs[0].test.empty());
  const auto lines = watching.log();
  for (const Json& line : lines) {
    if (line.at("kind") != "epoch") continue;
    EXPECT_TRUE(line.contains("test_loss"));
    EXPECT_FALSE(line.contains("watermark"));
  }
}

}  // namespace
}  // namespace mmim
