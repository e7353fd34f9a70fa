#include "models/iccn.h"

#include <gtest/gtest.h>

#include "models/small_batch.h"

namespace mmim {
namespace {

IccnOptions small() {
  IccnOptions o;
  o.text_out = 8;
  o.conv_channels = 3;
  o.lstm_hidden = 8;
  o.image.channels = {2, 3};
  o.image.out = 4;
  o.head_hidden = 5;
  return o;
}

std::vector<std::string> terms(Iccn& model, int64_t stage, int64_t count) {
  std::vector<std::string> names;
  const Losses losses = model.losses(small_batch(count), {{0, stage}, 0, Random(0)});
  for (const Losses::Term& term : losses.terms()) names.push_back(term.name);
  return names;
}

using Names = std::vector<std::string>;

TEST(Iccn, LeavesTheCorrelationOutOfABatchThatIsTooSmall) {
  Iccn model(small(), small_inputs());
  EXPECT_EQ(terms(model, 0, 5), (Names{"task", "correlation"}));
  EXPECT_EQ(terms(model, 0, 4), Names{"task"});
  EXPECT_EQ(terms(model, 0, 1), Names{"task"});
}

TEST(Iccn, StepsTheEncodersForTheCorrelationAndThenEverything) {
  IccnOptions o = small();
  o.training = IccnOptions::Training::alternate;
  Iccn model(o, small_inputs());
  EXPECT_EQ(terms(model, 0, 5), Names{"correlation"});
  EXPECT_EQ(terms(model, 0, 4), Names{});
  EXPECT_EQ(terms(model, 1, 5), Names{"task"});
  const auto stages = model.stages();
  ASSERT_EQ(stages.size(), 2u);
  EXPECT_EQ(stages[0].groups.at(0).parameters.size() + 4, stages[1].groups.at(0).parameters.size());
}

TEST(Iccn, SaysWhenItsImagesAreTooSmall) {
  IccnOptions o = small();
  o.lstm_hidden = 3;
  EXPECT_THROW(Iccn(o, small_inputs()), std::exception);
}

TEST(Iccn, PredictsTheSameWhateverTheBatch) {
  Iccn model(small(), small_inputs());
  const torch::NoGradGuard no_gradient;
  const Tensor all = model.predict(small_batch(5)).sentiment, last = model.predict(small_batch(1, 4)).sentiment;
  EXPECT_NEAR(all[4].item<double>(), last[0].item<double>(), 1e-5);
}

}  // namespace
}  // namespace mmim
