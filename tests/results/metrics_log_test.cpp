#include "results/metrics_log.h"

#include <gtest/gtest.h>

#include <cmath>

#include "core/error.h"
#include "core/json.h"
#include "support/scratch.h"

namespace mmim {
namespace {

std::string batch(int64_t step, const std::string& stage, const Json& terms) {
  return Json{{"kind", "batch"}, {"epoch", 1}, {"stage", stage}, {"batch", 1}, {"step", step}, {"terms", terms}}
             .dump() +
         "\n";
}

const std::string kEpoch =
    R"({"kind":"epoch","epoch":1,"step":6,"train":{"main/task":0.5},"valid_loss":0.75,"valid":{"MAE":0.75,"Corr":null},)"
    R"("best":true,"seconds":1.0})"
    "\n";

TEST(StepCurves, AreMeansOfConsecutiveBatchesOfAStageOverTheEndsOfEpochs) {
  const auto file = scratch("curves.jsonl", batch(1, "likelihood", {{"a", 1}}) + batch(2, "main", {{"task", 1}}) +
                                                batch(3, "main", {{"task", 2}}) + kEpoch +
                                                batch(4, "likelihood", {{"a", 4}}) + batch(5, "main", {{"task", 6}}) +
                                                batch(6, "main", {{"task", 8}}) + batch(7, "main", {{"task", 9}}));
  const auto curves = MetricsLog::read(file, 2).steps;
  ASSERT_EQ(curves.size(), 2u);
  EXPECT_EQ(curves[0].stage, "likelihood");
  EXPECT_EQ(curves[0].step, (std::vector<int64_t>{4}));
  EXPECT_EQ(curves[0].terms.at("a"), (std::vector<double>{2.5}));
  EXPECT_EQ(curves[1].every, 2);
  EXPECT_EQ(curves[1].step, (std::vector<int64_t>{3, 6})) << "one batch is left and stands nowhere";
  EXPECT_EQ(curves[1].terms.at("task"), (std::vector<double>{1.5, 7}));
}

TEST(StepCurves, AverageATermOverTheBatchesThatHaveIt) {
  const auto file =
      scratch("terms.jsonl", batch(1, "main", {{"task", 1}}) + batch(2, "main", {{"task", 1}}) +
                                 batch(3, "main", {{"task", 1}}) + batch(4, "main", {{"task", 1}, {"entropy", 3}}) +
                                 batch(5, "main", {{"task", 1}}) + batch(6, "main", {{"task", nullptr}}));
  const auto curves = MetricsLog::read(file, 2).steps;
  const std::vector<double> entropy = curves.at(0).terms.at("entropy"), task = curves.at(0).terms.at("task");
  ASSERT_EQ(entropy.size(), 3u) << "as long as the steps, though the term came late";
  EXPECT_TRUE(std::isnan(entropy[0]));
  EXPECT_EQ(entropy[1], 3);
  EXPECT_TRUE(std::isnan(entropy[2]));
  EXPECT_EQ(task[2], 1);
}

TEST(EpochPoints, HoldWhatTheLineSaysAndNaNForWhatIsUndefined) {
  const auto points = epoch_points(scratch("epochs.jsonl", R"({"kind":"mark","mark":"SYNTHETIC"})"
                                                           "\n" +
                                                               kEpoch +
                                                               R"({"kind":"end","why":"all epochs"})"
                                                               "\n"));
  ASSERT_EQ(points.size(), 1u);
  EXPECT_EQ(points[0].epoch, 1);
  EXPECT_EQ(points[0].step, 6);
  EXPECT_EQ(points[0].valid_loss, 0.75);
  EXPECT_EQ(points[0].valid.at("MAE"), 0.75);
  EXPECT_TRUE(std::isnan(points[0].valid.at("Corr")));
  EXPECT_EQ(points[0].train.at("main/task"), 0.5);
  EXPECT_TRUE(points[0].test.empty());
}

TEST(EpochPoints, HoldTestWhereItWasWatched) {
  Json line = Json::parse(kEpoch);
  line["test"] = {{"MAE", 0.8}};
  EXPECT_EQ(epoch_points(scratch("watched.jsonl", line.dump())).at(0).test.at("MAE"), 0.8);
}

TEST(RunCurves, LeaveOutALastLineThatAKillCutShort) {
  const std::string line = batch(1, "main", {{"task", 1}});
  for (size_t cut = 1; cut + 1 < line.size(); ++cut) {
    const auto file = scratch("cut.jsonl", kEpoch + line + line.substr(0, cut));
    EXPECT_EQ(MetricsLog::read(file, 1).steps.at(0).step.size(), 1u) << cut;
    EXPECT_EQ(epoch_points(file).size(), 1u) << cut;
  }
}

TEST(RunCurves, NameFileAndLineOfWhatCannotBeRead) {
  const auto refused = [](const std::string& text, const std::string& place) {
    const auto file = scratch("broken.jsonl", text);
    try {
      MetricsLog::read(file, 1).steps;
      ADD_FAILURE() << "read: " << text;
    } catch (const DataError& error) {
      EXPECT_NE(std::string(error.what()).find("broken.jsonl:" + place), std::string::npos) << error.what();
    }
  };
  refused(kEpoch + "{\"kind\":\n" + kEpoch, "2");
  refused(kEpoch + "{}\n", "2");
  refused("[1]\n", "1");
  refused(batch(1, "main", 3), "1");
  refused(batch(1, "main", {{"task", "low"}}), "1");
  EXPECT_THROW(MetricsLog::read(scratch("none.jsonl")), DataError);
}

TEST(MetricsLog, TellsTheMarkOfARunAndItsSeconds) {
  const MetricsLog log =
      MetricsLog::read(scratch("mark.jsonl", mark_line("SYNTHETIC data") + kEpoch + kEpoch + end_line("all epochs")));
  EXPECT_EQ(log.mark, "SYNTHETIC data");
  EXPECT_EQ(log.seconds, 2);
  EXPECT_EQ(log.epochs.size(), 2u);
  EXPECT_EQ(MetricsLog::read(scratch("no_mark.jsonl", kEpoch)).mark, "");
}

TEST(MetricsLog, LeavesTheSmallerLastBatchOfAPassOutOfMeans) {
  std::string text;
  for (int64_t step = 1; step <= 6; ++step)  // of two passes, each of 4, 4 and 2 utterances
    text += line_of(BatchLine{.step = step,
                              .stage = "main",
                              .terms = {{"contrast/text", step % 3 == 0 ? 100.0 : 1.0}},
                              .utterances = step % 3 == 0 ? 2 : 4});
  const StepCurve curve = MetricsLog::read(scratch("smaller.jsonl", text), 2).steps.at(0);
  EXPECT_EQ(curve.step, (std::vector<int64_t>{2, 5}));
  EXPECT_EQ(curve.terms.at("contrast/text"), (std::vector<double>{1, 1}));
}

TEST(MetricsLog, ReadsTheLinesThatARunWrites) {
  const EpochLine epoch{.epoch = 2,
                        .step = 9,
                        .train = {{"main/task", 0.5}},
                        .valid = {{"MAE", 0.75}, {"Corr", std::nan("")}},
                        .test = {{"MAE", 1}},
                        .valid_loss = 0.75,
                        .test_loss = INFINITY,
                        .watermark = "peeks",
                        .best = true,
                        .seconds = 3,
                        .utterances = 1284};
  const BatchLine batch{.epoch = 1, .batch = 4, .step = 4, .stage = "main", .terms = {{"b", 1}, {"a", 2}}};
  const MetricsLog log = MetricsLog::read(scratch("written.jsonl", line_of(batch) + line_of(epoch)), 1);
  ASSERT_EQ(log.epochs.size(), 1u);
  EXPECT_EQ(log.epochs[0].valid.at("MAE"), 0.75);
  EXPECT_TRUE(std::isnan(log.epochs[0].valid.at("Corr")));
  EXPECT_EQ(log.epochs[0].test.at("MAE"), 1);
  EXPECT_TRUE(std::isnan(log.epochs[0].test_loss)) << "null says that there is no number";
  EXPECT_EQ(log.epochs[0].train.at("main/task"), 0.5);
  EXPECT_EQ(log.seconds, 3);
  EXPECT_EQ(log.epochs[0].utterances, 1284);
  Json json;
  to_json(json, log.epochs[0]);
  EXPECT_EQ(json.get<EpochPoint>().utterances, 1284);
  json.erase("utterances");
  EXPECT_EQ(json.get<EpochPoint>().utterances, 0) << "cells of older programs";
  EXPECT_EQ(log.steps.at(0).step, (std::vector<int64_t>{4}));
  EXPECT_LT(line_of(batch).find("\"b\""), line_of(batch).find("\"a\"")) << "terms stay in their order";
}

}  // namespace
}  // namespace mmim
