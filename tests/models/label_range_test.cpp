#include <gtest/gtest.h>

#include "models/self_mm.h"
#include "models/tfn.h"
#include "support/small_set.h"

namespace mmim {
namespace {

Tensor scores(const TfnOptions& options, LabelRange labels) {
  const SmallSet set{6};
  torch::manual_seed(1);
  ModelInputs inputs = SmallSet::inputs();
  inputs.labels = labels;
  Tfn model(options, inputs);
  const torch::NoGradGuard no_gradient;
  return model.predict(set.all()).sentiment;
}

TEST(LabelRangeOfTfn, IsThatOfTheDataUnlessOptionsStateOne) {
  const Tensor mosi = scores({}, {});
  EXPECT_TRUE(scores({}, {-1, 1}).mul(3).allclose(mosi, 1e-5, 1e-6));
  EXPECT_TRUE(scores({}, {0, 3}).sub(1.5).mul(2).allclose(mosi, 1e-5, 1e-6));
  TfnOptions options;
  options.label_low = -4;
  options.label_high = 4;
  EXPECT_TRUE(scores(options, {-1, 1}).mul(0.75).allclose(mosi, 1e-5, 1e-6));
}

/// The largest label that Self-MM makes in its second epoch.
double largest_label(LabelRange range) {
  const SmallSet set{12};
  torch::manual_seed(1);
  ModelInputs inputs = SmallSet::inputs();
  inputs.labels = range;
  SelfMm model({}, inputs);
  model.prepare({set.prepared.labels().clamp(range.low, range.high), {}});
  double largest = 0;
  for (int64_t epoch = 0; epoch < 2; ++epoch) {
    const Step step{{epoch, 0}, 0, Random(3)};
    model.begin(step.pass);
    model.losses(set.all(), step);
    model.after_backward(set.all(), step);
  }
  for (const Task task : kSingleTasks)
    largest = std::max(largest, model.labels().labels(task).abs().max().item<double>());
  return largest;
}

TEST(LabelRangeOfSelfMm, BoundsTheLabelsThatItMakes) {
  EXPECT_LE(largest_label({-1, 1}), 1 + 1e-6);
  EXPECT_GT(largest_label({}), 1 + 1e-6);
}

}  // namespace
}  // namespace mmim
