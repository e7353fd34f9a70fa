#include "experiments/analyses/robustness.h"

#include <gtest/gtest.h>

#include <cmath>

#include "core/error.h"
#include "experiments/analyses/missing.h"
#include "metrics/metrics.h"
#include "predict/predict_split.h"
#include "predict/run.h"

namespace mmim {
namespace {

std::unique_ptr<Run> tiny_run(const std::string& model, const std::vector<std::string>& more = {}) {
  std::vector<std::string> given{
      "data.synthetic.utterances=140", "data.synthetic.longest=6", "text.random.width=16", "text.random.layers=1",
      "text.random.heads=2",           "text.random.inner=16",     "train.device=cpu"};
  given.insert(given.end(), more.begin(), more.end());
  return prepare_run(RunConfig::resolve(Json{{"model", model}}, "", given));
}

const Json& curve(const Json& curves, const std::string& modality, const std::string& missing) {
  for (const Json& one : curves.at("curves"))
    if (one.at("modality") == modality && one.at("missing") == missing) return one;
  throw Error("no such curve");
}

/// Metrics of the test split with a modality missing in every utterance, or nowhere.
double metric_of(Run& run, const std::string& metric_name, std::optional<Modality> missing) {
  const torch::NoGradGuard no_gradient;
  std::vector<float> prediction, truth;
  for (int64_t i = 0; i < run.test->size(); ++i) {
    const std::vector<int64_t> row{i};
    const Batch batch = run.test->batch(row, torch::kCPU);
    prediction.push_back(
        run.model->predict(missing ? without_modality(batch, *missing) : batch).sentiment.item<float>());
    truth.push_back(run.test->split().label(i));
  }
  return metric(metric_name).value(prediction, truth);
}

class Robustness : public testing::Test {
 protected:
  Json curves(mmim::Run& run, const RobustnessOptions& options) {
    TrainedModel trained = run.trained();
    return robustness(trained, run.dataset, SplitName::test, torch::kCPU, options);
  }
  RobustnessOptions few{.draws = 4, .row_draws = 2, .seed = 3, .shares = {0, 0.25, 0.5, 1}};
};

TEST_F(Robustness, GoesFromTheWholeSplitToTheModalityMissingEverywhere) {
  const auto run = tiny_run("mmim");
  const Json json = curves(*run, few);
  EXPECT_EQ(json.at("rows"), "removed");
  for (const Modality modality : kModalities)
    for (const std::string missing : {"stream", "rows"})
      for (const std::string metric : {"MAE", "Corr", "Acc-7", "Acc-2 (has0)", "F1 (non0)"}) {
        const Json& values = curve(json, word(modality), missing).at("metrics").at(metric);
        EXPECT_NEAR(values.at("mean").front().get<double>(), metric_of(*run, metric, {}), 1e-5);
        EXPECT_NEAR(values.at("mean").back().get<double>(), metric_of(*run, metric, modality), 1e-5);
        EXPECT_NEAR(values.at("sd").front().get<double>(), 0, 1e-12);
        EXPECT_NEAR(values.at("sd").back().get<double>(), 0, 1e-12);
      }
  EXPECT_GT(curve(json, "text", "stream").at("metrics").at("MAE").at("sd").at(1).get<double>(), 0);
  EXPECT_GT(curve(json, "visual", "rows").at("metrics").at("MAE").at("sd").at(2).get<double>(), 0);
}

TEST_F(Robustness, MixesTheTwoEndsInProportion) {
  const auto run = tiny_run("mmim");
  few.draws = 400;
  few.row_draws = 0;
  const Json mae = curve(curves(*run, few), "text", "stream").at("metrics").at("MAE");
  const double none = mae.at("mean").front(), all = mae.at("mean").back();
  const double rounded = std::round(0.25 * 21) / 21;  // of 21 utterances
  ASSERT_EQ(run->test->size(), 21);
  EXPECT_NEAR(mae.at("mean").at(1).get<double>(), none + rounded * (all - none),
              5 * mae.at("sd").at(1).get<double>() / std::sqrt(400.0));
  double area = 0;
  const std::vector<double> mean = mae.at("mean");
  for (size_t s = 1; s < few.shares.size(); ++s)
    area += (few.shares[s] - few.shares[s - 1]) * (mean[s] + mean[s - 1]) / 2;
  EXPECT_NEAR(mae.at("area").get<double>(), area, 1e-12);
}

TEST_F(Robustness, MissingSetsAreNestedOverTheShares) {
  const auto run = tiny_run("mmim");
  TrainedModel trained = run->trained();
  few = {.draws = 1, .row_draws = 1, .seed = 3, .shares = {0}};
  for (int s = 1; s <= 21; ++s) few.shares.push_back(s / 21.0);
  // One more utterance in each step: its error alone changes, so that MAE * n moves by no more than one difference.
  const Json mae = curve(curves(*run, few), "text", "stream").at("metrics").at("MAE");
  std::vector<double> steps, wanted;
  for (size_t s = 1; s < few.shares.size(); ++s)
    steps.push_back(21 * (mae.at("mean").at(s).get<double>() - mae.at("mean").at(s - 1).get<double>()));
  for (int64_t i = 0; i < 21; ++i) {
    const torch::NoGradGuard no_gradient;
    const Batch batch = run->test->batch(std::vector<int64_t>{i}, torch::kCPU);
    const double truth = batch.labels.item<double>();
    wanted.push_back(
        std::abs(run->model->predict(without_modality(batch, Modality::text)).sentiment.item<double>() - truth) -
        std::abs(run->model->predict(batch).sentiment.item<double>() - truth));
  }
  std::sort(steps.begin(), steps.end());
  std::sort(wanted.begin(), wanted.end());
  for (size_t i = 0; i < steps.size(); ++i) EXPECT_NEAR(steps[i], wanted[i], 1e-4);
}

TEST_F(Robustness, IsAFunctionOfItsSeedAndTellsItsPasses) {
  const auto run = tiny_run("mmim");
  std::vector<int64_t> passes;
  few.on_pass = [&](int64_t done, int64_t total) {
    passes.push_back(done);
    EXPECT_EQ(total, 1 + 3 * (1 + 2 * 2));
  };
  const Json once = curves(*run, few);
  EXPECT_EQ(passes.size(), 16u);
  EXPECT_EQ(passes.back(), 16);
  EXPECT_EQ(curves(*run, few), once);
  few.seed = 4;
  EXPECT_NE(curves(*run, few), once);
}

TEST_F(Robustness, RowsGoMissingAtTheRateOfTheShare) {
  const auto run = tiny_run("mmim");
  few.shares = {0, 1e-9, 1 - 1e-9, 1};
  const Json json = curves(*run, few);
  for (const Modality modality : kModalities) {
    const Json mean = curve(json, word(modality), "rows").at("metrics").at("MAE").at("mean");
    EXPECT_NEAR(mean.at(1).get<double>(), mean.at(0).get<double>(), 1e-6) << word(modality);
    EXPECT_NEAR(mean.at(2).get<double>(), mean.at(3).get<double>(), 1e-6) << word(modality);
    EXPECT_GT(std::abs(mean.at(3).get<double>() - mean.at(0).get<double>()), 1e-5) << word(modality);
  }
}

TEST_F(Robustness, LeavesOutWhatTheModelDoesNotReadAndSaysWhatHasNoValue) {
  const auto run = tiny_run("text-only");
  const Json json = curves(*run, few);
  EXPECT_EQ(json.at("curves").size(), 2u);
  const Json& corr = curve(json, "text", "stream").at("metrics").at("Corr");
  EXPECT_TRUE(corr.at("mean").back().is_null());  // every prediction is the same
  EXPECT_EQ(corr.at("undefined").back(), 4);
  EXPECT_TRUE(corr.at("area").is_null());
  EXPECT_EQ(curve(json, "text", "stream").at("metrics").at("MAE").at("undefined").back(), 0);
}

TEST_F(Robustness, ReadsAShorterTextWithTheFrozenEncoderOfTheModel) {
  const auto run = tiny_run("late-mlp", {"late-mlp.text=frozen"});
  ASSERT_EQ(run->model->needs().text, Needs::Text::features);
  const Json mae = curve(curves(*run, few), "text", "rows").at("metrics").at("MAE");
  EXPECT_NEAR(mae.at("mean").back().get<double>(), metric_of(*run, "MAE", Modality::text), 1e-5);
  EXPECT_NE(mae.at("mean").at(2), mae.at("mean").front());
}

TEST_F(Robustness, ReadsTheWholeTextAsTrainingDid) {
  for (const std::string model : {"tfn", "mult", "late-mlp"}) {
    const auto run = tiny_run(model, {model + ".text=frozen"});
    few.row_draws = 0;
    const Json mae = curve(curves(*run, few), "text", "stream").at("metrics").at("MAE");
    EXPECT_NEAR(mae.at("mean").front().get<double>(), metric_of(*run, "MAE", {}), 1e-5) << model;
  }
}

TEST_F(Robustness, RefusesSharesThatDoNotGoFromNothingToAll) {
  const auto run = tiny_run("text-only");
  for (const std::vector<double>& shares : std::vector<std::vector<double>>{{0, 0.5}, {0.5, 1}, {0, 0.5, 0.5, 1}, {}}) {
    few.shares = shares;
    EXPECT_THROW(curves(*run, few), ConfigError);
  }
}

}  // namespace
}  // namespace mmim
