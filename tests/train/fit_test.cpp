#include "train/fit.h"

#include <gtest/gtest.h>

#include <set>

#include "core/error.h"
#include "support/scratch.h"
#include "train/toy.h"
#include "train/toy_run.h"

namespace mmim {
namespace {

namespace fs = std::filesystem;

TEST(Fit, LearnsAndLeavesLogsAndTheBestModelButNoSavedState) {
  const ToyRun run("learns");
  ToyModel model;
  Watcher watcher;
  const RunOutcome outcome = run.fit(model, watcher);
  EXPECT_EQ(outcome.end, RunOutcome::End::finished);
  EXPECT_EQ(outcome.epochs, kToyEpochs);
  EXPECT_LT(outcome.best_valid_loss, watcher.epochs.front().valid_loss);
  EXPECT_TRUE(fs::exists(run.folder / "best" / "weights.safetensors"));
  EXPECT_FALSE(fs::exists(run.folder / "last"));
  EXPECT_EQ(watcher.batches, kToyEpochs * kToyBatchesPerEpoch);
  EXPECT_EQ(watcher.batches_per_epoch, kToyBatchesPerEpoch);
  int64_t batches = 0, epochs = 0;
  const auto lines = run.log();
  for (const Json& line : lines) {
    batches += line.at("kind") == "batch";
    epochs += line.at("kind") == "epoch";
  }
  EXPECT_EQ(batches, kToyEpochs * kToyBatchesPerEpoch);
  EXPECT_EQ(epochs, kToyEpochs);
  EXPECT_EQ(lines.back().at("kind"), "end");
}

TEST(Fit, ShufflesAllRowsAnewInEveryPassAndDrawsAnewInEveryBatch) {
  const ToyRun run("orders");
  ToyModel model;
  Watcher watcher;
  run.fit(model, watcher);
  std::set<std::vector<int64_t>> orders;
  for (const auto& [pass, rows] : model.rows) {
    EXPECT_TRUE(orders.insert(rows).second) << "an order came twice";
    EXPECT_EQ(std::set(rows.begin(), rows.end()).size(), pass.second == 0 ? 22u : 20u);
  }
  EXPECT_EQ(orders.size(), 2u * kToyEpochs);
  EXPECT_EQ(std::set(model.keys.begin(), model.keys.end()).size(), model.keys.size());
}

TEST(Fit, SaysTheMarkOfARunFirst) {
  ToyRun run("marked");
  run.mark = mark_of(true, Protocol::valid);
  ToyModel model;
  Watcher watcher;
  run.fit(model, watcher);
  EXPECT_EQ(watcher.mark, run.mark);
  EXPECT_EQ(run.log().front(), (Json{{"kind", "mark"}, {"mark", run.mark}}));
  EXPECT_EQ(mark_of(false, Protocol::valid), "");
  EXPECT_NE(mark_of(true, Protocol::as_published).find("selected with the test set"), std::string::npos);
}

TEST(Fit, WeightsTheMeanOfATermByUtterance) {
  const ToyRun run("means");
  ToyModel model;
  Watcher watcher;
  run.fit(model, watcher);
  double sum = 0;
  for (const Json& line : run.log())
    if (line.at("kind") == "batch" && line.at("epoch") == 1 && line.at("stage") == "likelihood")
      sum += line.at("terms").at("likelihood").get<double>() * (line.at("batch") == 5 ? 2 : 5);
  ASSERT_EQ(watcher.epochs[0].train[0].first, "likelihood/likelihood");
  EXPECT_NEAR(watcher.epochs[0].train[0].second, sum / 22, 1e-12);
}

TEST(Fit, LeavesACompletedRunAsItIs) {
  const ToyRun run("completed");
  ToyModel model, other;
  Watcher watcher;
  const RunOutcome first = run.fit(model, watcher);
  const auto lines = run.log();
  watcher.batches = 0;
  const RunOutcome second = run.fit(other, watcher);
  EXPECT_EQ(second.epochs, first.epochs);
  EXPECT_EQ(second.best_epoch, first.best_epoch);
  EXPECT_EQ(second.best_valid_loss, first.best_valid_loss);
  EXPECT_EQ(watcher.batches, 0);
  EXPECT_EQ(run.log(), lines);
  EXPECT_TRUE(completed_run(run.folder).has_value());
}

TEST(Fit, KeepsTheSavedStateOfACompletedRunWhenAsked) {
  ToyRun run("kept");
  run.config.train.keep_last = true;
  ToyModel model;
  Watcher watcher;
  run.fit(model, watcher);
  EXPECT_EQ(read_json(run.folder / "last" / "state.json").at("run").at("position").at("epoch"), kToyEpochs);
}

TEST(Fit, SkipsAStageThatHasNothingToMinimise) {
  const ToyRun run("nothing");
  ToyModel model;
  model.stage_without_losses = true;
  Watcher watcher;
  EXPECT_EQ(run.fit(model, watcher).end, RunOutcome::End::finished);
  EXPECT_EQ(watcher.batches, kToyEpochs * 4);
  EXPECT_EQ(watcher.epochs[0].train[0].first, "main/task");
}

TEST(Fit, NamesTheTermThatIsNotFiniteAndSavesNothingAfterIt) {
  const ToyRun run("poisoned");
  ToyModel model;
  model.poisoned = Step{{1, 0}, 2, Random()};
  Watcher watcher;
  try {
    run.fit(model, watcher);
    FAIL();
  } catch (const Error& error) {
    EXPECT_TRUE(std::string(error.what())
                    .starts_with("the loss term `likelihood` is nan in epoch 2, stage likelihood, batch 3: "))
        << error.what();
  }
  EXPECT_EQ(read_json(run.folder / "last" / "state.json").at("run").at("position"),
            (Json{{"epoch", 1}, {"stage", 0}, {"batch", 0}}));
}

TEST(Fit, GivesTheSameRunHoweverManyBatchesAreReadTogether) {
  ToyModel at_once, later;
  ToyRun one("at_once"), many("later");
  many.config.train.read_every = 3;  // divides no pass
  Watcher watcher;
  one.fit(at_once, watcher);
  watcher.batches = 0;
  many.fit(later, watcher);
  EXPECT_EQ(watcher.batches, kToyEpochs * kToyBatchesPerEpoch);
  EXPECT_EQ(weights_of(later), weights_of(at_once));
  EXPECT_EQ(many.log(), one.log());
}

TEST(Fit, SavesNothingBetweenABatchThatIsNotFiniteAndItsReading) {
  ToyRun run("poisoned_later");
  run.config.train.read_every = 100;
  run.config.train.save_minutes = 1e-9;  // after every batch: each save reads first
  ToyModel model;
  model.poisoned = Step{{1, 0}, 2, Random()};
  Watcher watcher;
  EXPECT_THROW(run.fit(model, watcher), Error);
  EXPECT_EQ(read_json(run.folder / "last" / "state.json").at("run").at("position"),
            (Json{{"epoch", 1}, {"stage", 0}, {"batch", 2}}));
  for (const Json& line : run.log()) EXPECT_FALSE(line.value("epoch", 0) == 2 && line.value("batch", 0) == 3);
}

TEST(Fit, TriesEverythingInAFewBatchesWhenAskedForAFastRun) {
  ToyRun run("fast");
  run.config.train.fast_dev_run = true;
  ToyModel model;
  Watcher watcher;
  EXPECT_EQ(run.fit(model, watcher).epochs, 1);
  EXPECT_EQ(watcher.batches, 6);
  EXPECT_TRUE(fs::exists(run.folder / "best"));
}

TEST(Fit, SelectsTheBestValidationLossAndStopsWhenPatienceIsUsedUp) {
  ToyRun run("patience");
  run.config.train.epochs = 20;
  run.config.train.patience = 2;
  ScriptedModel model({.5, .4, .3, .35, .3, .2}, {});
  Watcher watcher;
  const RunOutcome outcome = run.fit_scripted(model, watcher);
  EXPECT_EQ(outcome.end, RunOutcome::End::early);
  EXPECT_EQ(outcome.epochs, 5);
  EXPECT_EQ(outcome.best_epoch, 3);
  EXPECT_NEAR(outcome.best_valid_loss, .3, 1e-6);
  EXPECT_EQ(watcher.best_epochs(), (std::vector<int64_t>{1, 2, 3}));
  EXPECT_TRUE(watcher.epochs[0].test.empty());
}

TEST(Fit, AsPublishedAlsoWantsTheBestTestErrorSoFarAndSaysSo) {
  ToyRun run("published");
  run.config.train.epochs = 20;
  run.config.train.patience = 2;
  run.config.train.select = Protocol::as_published;
  ScriptedModel model({.5, .4, .3, .35, .3, .2}, {.6, .7, .55, .1, .1, .1});
  Watcher watcher;
  const RunOutcome outcome = run.fit_scripted(model, watcher);
  EXPECT_EQ(watcher.best_epochs(), (std::vector<int64_t>{1, 3}));
  EXPECT_EQ(outcome.best_epoch, 3);
  for (const Json& line : run.log()) {
    if (line.at("kind") != "epoch") continue;
    EXPECT_EQ(line.at("watermark"), watermark_of(Protocol::as_published));
  }
}

/// Minimises the squared error. From the second epoch on one utterance of a batch of test is far off and the others are
/// exact: the absolute error is lower than before, the squared error higher.
class SquaredModel final : public ScriptedModel {
 public:
  using ScriptedModel::ScriptedModel;
  Criterion criterion() const override { return Criterion::mean_squared_error; }
  void begin(const Pass& pass) override {
    ScriptedModel::begin(pass);
    first_ = pass.epoch == 0;
  }
  Prediction predict(const Batch& batch) const override {
    const bool test = batch.labels[0].item<float>() == 1;
    if (first_ || !test) return ScriptedModel::predict(batch);
    Tensor off = torch::zeros_like(batch.labels);
    off[0] = .45 * static_cast<double>(batch.labels.size(0));
    return {batch.labels + off, {}};
  }

 private:
  bool first_ = true;
};

TEST(Fit, AsPublishedReadsTestByMAEWhateverTheModelMinimises) {
  ToyRun run("squared");
  run.config.train.epochs = 2;
  run.config.train.select = Protocol::as_published;
  SquaredModel model({.5, .4}, {.5, .5});
  Watcher watcher;
  EXPECT_EQ(run.fit_scripted(model, watcher).best_epoch, 2);
  EXPECT_GT(watcher.epochs[1].test_loss, watcher.epochs[0].test_loss);
}

TEST(PredictSplit, KeepsTheOrderOfTheDataAndHasScoresAndTruths) {
  const ToyRun run("predict");
  ToyModel model;
  const Predictions all = predict_split(model, run.valid, 4, torch::kCPU);
  const Predictions one = predict_split(model, run.valid, 1, torch::kCPU, 3);
  ASSERT_EQ(all.prediction.size(), 9u);
  ASSERT_EQ(one.prediction.size(), 3u);
  EXPECT_EQ(all.scores[0].first, "twice");
  for (size_t i = 0; i < 3; ++i) {
    EXPECT_NEAR(all.prediction[i], one.prediction[i], 1e-6);
    EXPECT_EQ(all.scores[0].second[i], 2 * all.prediction[i]);
    EXPECT_EQ(all.truth[i], run.valid.split().label(static_cast<int64_t>(i)));
  }
  double sum = 0;
  for (size_t i = 0; i < 9; ++i) sum += std::abs(double{all.prediction[i]} - double{all.truth[i]});
  EXPECT_NEAR(criterion_of(Criterion::mean_absolute_error, all), sum / 9, 1e-15);
}

}  // namespace
}  // namespace mmim
