#include "models/recipe.h"

#include <gtest/gtest.h>

#include <map>

#include "support/small_set.h"

namespace mmim {
namespace {

struct Trained {
  double rate, decay;
  bool operator==(const Trained&) const = default;
};

std::map<std::string, Trained> trained(const std::vector<Stage>& stages) {
  std::map<std::string, Trained> all;
  for (const ParameterGroup& group : stages.back().groups)
    for (const NamedParameter& parameter : group.parameters)
      EXPECT_TRUE(all.emplace(parameter.name, Trained{group.learning_rate, group.weight_decay}).second);
  return all;
}

class RecipeOfEveryModel : public testing::TestWithParam<std::string> {
 protected:
  RecipeOfEveryModel() : model_(model_entry(GetParam()).options()->build(SmallSet::inputs())) {}
  std::vector<Stage> stages(const RecipeOptions& recipe) const { return with_recipe(model_->stages(), recipe); }
  std::shared_ptr<Model> model_;
};

TEST_P(RecipeOfEveryModel, IsTrainedAsItsOptionsSayWithoutARecipe) {
  const std::vector<Stage> own = model_->stages(), found = stages({});
  ASSERT_EQ(found.size(), own.size());
  for (size_t i = 0; i < own.size(); ++i) {
    ASSERT_EQ(found[i].groups.size(), own[i].groups.size());
    EXPECT_EQ(found[i].optimizer.decay, own[i].optimizer.decay);
    EXPECT_EQ(found[i].schedule.kind, own[i].schedule.kind);
    for (size_t g = 0; g < own[i].groups.size(); ++g) {
      const ParameterGroup &a = found[i].groups[g], &b = own[i].groups[g];
      EXPECT_EQ(a.name, b.name);
      EXPECT_EQ(a.learning_rate, b.learning_rate);
      EXPECT_EQ(a.weight_decay, b.weight_decay);
      ASSERT_EQ(a.parameters.size(), b.parameters.size());
      for (size_t p = 0; p < a.parameters.size(); ++p) EXPECT_EQ(a.parameters[p].name, b.parameters[p].name);
    }
  }
}

TEST_P(RecipeOfEveryModel, KeepsAllItsParametersUnderEveryLever) {
  const auto own = trained(model_->stages());
  const auto found = trained(stages({.decay = RecipeOptions::Decay::decoupled,
                                     .decayed = RecipeOptions::Decayed::matrices,
                                     .weight_decay = 0.01,
                                     .schedule = RecipeOptions::Schedule::linear,
                                     .layer_decay = 0.9,
                                     .rate_text = 2,
                                     .rate_rest = 3}));
  ASSERT_EQ(found.size(), own.size());
  for (const auto& [name, one] : found) {
    const bool text = name.starts_with("text.");
    const double own_rate = own.at(name).rate * (text ? 2 : 3);
    if (text)
      EXPECT_LE(one.rate, own_rate * 1.0000001) << name;
    else
      EXPECT_DOUBLE_EQ(one.rate, own_rate) << name;
  }
}

INSTANTIATE_TEST_SUITE_P(Catalogue, RecipeOfEveryModel, testing::ValuesIn(model_names()),
                         [](const auto& tested) { return test_name(tested.param); });

TEST(Recipe, DecaysMatricesAloneAndApartFromTheGradient) {
  const auto model = model_entry("text-only").options()->build(SmallSet::inputs());
  const std::vector<Stage> stages = with_recipe(
      model->stages(),
      {.decay = RecipeOptions::Decay::decoupled, .decayed = RecipeOptions::Decayed::matrices, .weight_decay = 0.02});
  EXPECT_EQ(stages.back().optimizer.decay, Decay::before);
  const auto found = trained(stages);
  EXPECT_EQ(found.at("text.encoder.layer.0.attention.self.query.weight").decay, 0.02);
  EXPECT_EQ(found.at("head.weight").decay, 0.02);
  for (const char* spared :
       {"text.embeddings.word_embeddings.weight", "text.embeddings.LayerNorm.weight",
        "text.encoder.layer.1.output.LayerNorm.weight", "text.encoder.layer.1.output.dense.bias", "head.bias"})
    EXPECT_EQ(found.at(spared).decay, 0) << spared;
}

TEST(Recipe, LowersTheRateFromLayerToLayer) {
  const auto model = model_entry("text-only").options()->build(SmallSet::inputs());
  const double rate = model->stages().back().groups.front().learning_rate;
  const auto found = trained(with_recipe(model->stages(), {.layer_decay = 0.5, .rate_rest = 10}));
  EXPECT_DOUBLE_EQ(found.at("text.encoder.layer.1.output.dense.weight").rate, rate);
  EXPECT_DOUBLE_EQ(found.at("text.encoder.layer.0.output.dense.weight").rate, rate / 2);
  EXPECT_DOUBLE_EQ(found.at("text.embeddings.word_embeddings.weight").rate, rate / 4);
  EXPECT_DOUBLE_EQ(found.at("head.weight").rate, 10 * rate);
}

TEST(Recipe, SchedulesTheLastStageAlone) {
  const auto model = model_entry("mmim").options()->build(SmallSet::inputs());
  const std::vector<Stage> own = model->stages(),
                           found = with_recipe(own, {.schedule = RecipeOptions::Schedule::linear, .warmup = 0.3});
  ASSERT_EQ(found.size(), 2u);
  EXPECT_EQ(found.front().schedule.kind, own.front().schedule.kind);
  EXPECT_EQ(found.back().schedule.kind, ScheduleOptions::Kind::linear);
  EXPECT_EQ(found.back().schedule.warmup, 0.3);
  EXPECT_EQ(with_recipe(own, {.schedule = RecipeOptions::Schedule::none}).back().schedule.kind,
            ScheduleOptions::Kind::none);
}

}  // namespace
}  // namespace mmim
