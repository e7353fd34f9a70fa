#include "models/iccn.h"

#include <gtest/gtest.h>

#include <set>

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

/// Names of the parameters that a stage steps, all at this rate and with this decay.
std::set<std::string> stepped(const Stage& stage, double rate, double decay) {
  std::set<std::string> names;
  for (const ParameterGroup& group : stage.groups) {
    EXPECT_EQ(group.learning_rate, rate) << group.name;
    EXPECT_EQ(group.weight_decay, decay) << group.name;
    for (const NamedParameter& parameter : group.parameters) names.insert(parameter.name);
  }
  return names;
}

TEST(Iccn, LeavesTheCorrelationOutOfABatchThatIsTooSmall) {
  Iccn model(small(), small_inputs());
  EXPECT_EQ(terms(model, 0, 5), (Names{"task", "correlation"}));
  EXPECT_EQ(terms(model, 0, 4), Names{"task"});
  EXPECT_EQ(terms(model, 0, 1), Names{"task"});
}

TEST(Iccn, StepsTheEncodersForTheCorrelationAndThenEverything) {
  IccnOptions o = small();
  o.training = IccnOptions::Training::alternate;
  o.learning_rate = 0.25;
  o.weight_decay = 0.125;
  o.clip = {.kind = Clip::Kind::norm, .limit = 0.5};
  Iccn model(o, small_inputs());
  EXPECT_EQ(terms(model, 0, 5), Names{"correlation"});
  EXPECT_EQ(terms(model, 0, 4), Names{});
  EXPECT_EQ(terms(model, 1, 5), Names{"task"});
  std::set<std::string> encoders, all;
  for (const auto& parameter : model.named_parameters()) {
    if (parameter.key().starts_with("text.")) continue;  // frozen
    all.insert(parameter.key());
    if (!parameter.key().starts_with("head.")) encoders.insert(parameter.key());
  }
  const auto stages = model.stages();
  ASSERT_EQ(stages.size(), 2u);
  EXPECT_EQ(stepped(stages[0], 0.25, 0.125), encoders);
  EXPECT_EQ(stepped(stages[1], 0.25, 0.125), all);
  EXPECT_LT(encoders.size(), all.size());
  for (const Stage& stage : stages) EXPECT_EQ(stage.clip.limit, 0.5) << stage.name;
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
