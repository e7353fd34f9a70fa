#include "train/weight_average.h"

#include <gtest/gtest.h>

#include "core/error.h"
#include "core/stop.h"
#include "train/toy_run.h"

namespace mmim {
namespace {

/// A model of one number.
class OneNumber : public ScriptedModel {
 public:
  OneNumber() : ScriptedModel({1}, {1}) {}
  void set(double value) { parameters().front().set_data(at::full({1}, value)); }
  double get() const { return parameters().front().item<double>(); }
};

TEST(WeightAverage, EqualsTheMeanByHand) {
  OneNumber model;
  model.set(1);
  WeightAverage average(model, 0.5);
  double mean = 1;
  for (int64_t t = 1; t <= 30; ++t) {
    const double weight = static_cast<double>(t * t % 7), kept = std::min(0.5, static_cast<double>(t) / (t + 10.0));
    const torch::NoGradGuard no_gradient;
    model.parameters().front().fill_(weight);
    average.update();
    mean = kept * mean + (1 - kept) * weight;
  }
  const double weight = model.get();
  {
    const InPlaceOfWeights in_place(average);
    EXPECT_NEAR(model.get(), mean, 1e-6);
  }
  EXPECT_EQ(model.get(), weight);
}

TEST(WeightAverage, GoesOnFromWhatWasSavedAndRefusesWhatDoesNotFit) {
  OneNumber model;
  WeightAverage first(model, 0.9), second(model, 0.9);
  for (const double weight : {2., 3., 5.}) {
    const torch::NoGradGuard no_gradient;
    model.parameters().front().fill_(weight);
    first.update();
  }
  second.restore(first.state(), "last");
  first.update();
  second.update();
  EXPECT_TRUE(at::equal(first.state()[0].second, second.state()[0].second));
  EXPECT_THROW(second.restore({}, "last"), DataError);
  EXPECT_THROW(second.restore({{"mean/weight", at::zeros({2})}, {"updates", at::full({}, 1, at::kLong)}}, "last"),
               DataError);
}

TEST(WeightAverage, IsEvaluatedAndKeptAndTrainingGoesOnWithTheWeights) {
  std::vector<std::vector<float>> trained;
  std::vector<double> losses;
  for (const double keeps : {0.0, 0.9}) {
    ToyRun run("average");
    std::filesystem::remove_all(run.folder);
    run.config.train.recipe.average = keeps;
    ToyModel model;
    Watcher watcher;
    run.fit(model, watcher);
    trained.push_back(weights_of(model));
    losses.push_back(watcher.epochs.back().valid_loss);
    const NamedArrays best = read_safetensors(run.folder / "best" / "weights.safetensors");
    EXPECT_FALSE(best.arrays.empty());
  }
  EXPECT_EQ(trained[0], trained[1]) << "the mean steers nothing";
  EXPECT_NE(losses[0], losses[1]);
}

TEST(WeightAverage, OfAnInterruptedRunIsThatOfAWholeOne) {
  const auto losses = [](bool interrupted) {
    ToyRun run(interrupted ? "average_parts" : "average_whole");
    std::filesystem::remove_all(run.folder);
    run.config.train.recipe.average = 0.9;
    Watcher first, second;
    ToyModel before, after;
    if (interrupted) {
      first.at_batch = [](int64_t batch) { stop_requested = batch >= kToyBatchesPerEpoch + 7; };
      run.fit(before, first);
      stop_requested = false;
    }
    run.fit(after, second);
    return second.epochs.back().valid_loss;
  };
  EXPECT_EQ(losses(true), losses(false));
}

}  // namespace
}  // namespace mmim
