#include <gtest/gtest.h>

#include <algorithm>
#include <set>

#include "models/tiny_mmim.h"

namespace mmim {
namespace {

using Projection = MmimOptions::Projection;

constexpr const char* kProjection = "bound.text-visual.entropy_projection.weight";
constexpr const char* kPredictor = "bound.text-visual.gaussian.mean.0.weight";

MmimOptions with_projection(Projection projection) {
  MmimOptions options = tiny_options();
  options.bound.rows = BarberAgakovOptions::Rows::projected;
  options.bound.divisor = 2;
  options.projection = projection;
  return options;
}

bool steps(Mmim& model, size_t stage, const std::string& parameter) {
  const auto names = stepped_by(model.stages()[stage]);
  return std::find(names.begin(), names.end(), parameter) != names.end();
}

std::set<std::string> names_of(const std::map<std::string, Tensor>& gradients) {
  std::set<std::string> names;
  for (const auto& [name, gradient] : gradients) names.insert(name);
  return names;
}

TEST(MmimStages, StepTheGaussiansFirstAndEverythingElseThen) {
  const auto model = tiny_mmim(tiny_options());
  const auto stages = model->stages();
  ASSERT_EQ(stages.size(), 2u);
  EXPECT_EQ(stages[0].name, "likelihood");
  EXPECT_EQ(stages[1].name, "main");
  std::multiset<std::string> stepped;
  for (const std::string& name : stepped_by(stages[0])) {
    EXPECT_NE(name.find(".gaussian."), std::string::npos) << name;
    stepped.insert(name);
  }
  for (const std::string& name : stepped_by(stages[1])) {
    EXPECT_EQ(name.find(".gaussian."), std::string::npos) << name;
    stepped.insert(name);
  }
  for (const std::string& name : model->without_gradient()) stepped.insert(name);
  std::multiset<std::string> all;
  for (const auto& parameter : model->named_parameters()) all.insert(parameter.key());
  EXPECT_EQ(stepped, all) << "each in one stage and group, but for what never gets a gradient";
}

TEST(MmimStages, GiveAGradientToEverythingTheyStep) {
  const auto model = tiny_mmim(with_projection(Projection::trained));
  const Batch batch = tiny_batch();
  const auto in_likelihood = names_of(gradients(*model, batch, likelihood_step()));
  const auto in_main = names_of(gradients(*model, batch, main_step()));
  for (const std::string& name : stepped_by(model->stages()[0])) EXPECT_TRUE(in_likelihood.contains(name)) << name;
  for (const std::string& name : stepped_by(model->stages()[1])) EXPECT_TRUE(in_main.contains(name)) << name;
  for (const std::string& name : model->without_gradient()) EXPECT_FALSE(in_main.contains(name)) << name;
}

TEST(MmimStages, TakeRatesDecayClipAndScheduleFromTheOptions) {
  MmimOptions options = tiny_options();
  options.learning_rate_text = 1;
  options.learning_rate_main = 2;
  options.learning_rate_likelihood = 3;
  options.weight_decay = 4;
  options.clip = {Clip::Kind::value, 5, Clip::Over::all};
  options.schedule = {ScheduleOptions::Kind::plateau, 0.25, 6};
  const auto stages = tiny_mmim(options)->stages();
  ASSERT_EQ(stages[1].groups.size(), 2u);
  EXPECT_EQ(stages[0].groups.at(0).learning_rate, 3);
  EXPECT_EQ(stages[1].groups[0].name, "text");
  EXPECT_EQ(stages[1].groups[0].learning_rate, 1);
  EXPECT_EQ(stages[1].groups[1].learning_rate, 2);
  for (const NamedParameter& parameter : stages[1].groups[0].parameters)
    EXPECT_TRUE(parameter.name.starts_with("text.")) << parameter.name;
  for (const Stage& stage : stages) {
    for (const ParameterGroup& group : stage.groups) EXPECT_EQ(group.weight_decay, 4);
    EXPECT_EQ(stage.clip.kind, Clip::Kind::value);
    EXPECT_EQ(stage.clip.limit, 5);
    EXPECT_EQ(stage.clip.over, Clip::Over::all);
  }
  EXPECT_EQ(stages[0].schedule.kind, ScheduleOptions::Kind::none) << "only the main stage's rate is lowered (D11)";
  EXPECT_EQ(stages[1].schedule.kind, ScheduleOptions::Kind::plateau);
  EXPECT_EQ(stages[1].schedule.factor, 0.25);
  EXPECT_EQ(stages[1].schedule.patience, 6);
}

TEST(MmimStages, GiveTheLikelihoodStageItsShareOfTheBatchesAndTheMainStageAll) {
  MmimOptions options = tiny_options();
  options.likelihood_share = 0.5;
  const auto stages = tiny_mmim(options)->stages();
  EXPECT_EQ(stages[0].share, 0.5);
  EXPECT_EQ(stages[1].share, 1);
}

TEST(MmimStages, GiveTheLikelihoodStageNoBatchWhenTheEntropyIsTheOnlyObjective) {
  MmimOptions options = tiny_options();
  options.objectives = MmimOptions::Objectives::entropy_only;
  const auto stages = tiny_mmim(options)->stages();
  EXPECT_EQ(stages[0].share, 0);
  EXPECT_EQ(stages[1].share, 1);
}

TEST(MmimStages, HaveNothingToStepOrMinimiseInTheLikelihoodStageWithoutPairs) {
  MmimOptions options = tiny_options();
  options.pairs = {};
  const auto model = tiny_mmim(options);
  EXPECT_TRUE(stepped_by(model->stages()[0]).empty());
  EXPECT_FALSE(model->losses(tiny_batch(), likelihood_step()).total().defined());
}

TEST(Projection, WhenFrozenIsSteppedInNoStage) {
  const auto model = tiny_mmim(with_projection(Projection::frozen));
  EXPECT_FALSE(steps(*model, 0, kProjection));
  EXPECT_FALSE(steps(*model, 1, kProjection));
  for (const int64_t epoch : {0, 1})
    EXPECT_FALSE(gradients(*model, tiny_batch(), likelihood_step(0, epoch)).contains(kProjection));
  EXPECT_TRUE(gradients(*model, tiny_batch(), main_step()).contains(kProjection))
      << "and counts in a norm over all gradients, as published";
}

TEST(Projection, WhenTrainedIsSteppedInTheMainStage) {
  const auto model = tiny_mmim(with_projection(Projection::trained));
  EXPECT_FALSE(steps(*model, 0, kProjection));
  EXPECT_TRUE(steps(*model, 1, kProjection));
  EXPECT_FALSE(gradients(*model, tiny_batch(), likelihood_step(0, 1)).contains(kProjection));
  EXPECT_GT(gradients(*model, tiny_batch(), main_step()).at(kProjection).abs().sum().item<double>(), 1e-6);
}

TEST(Projection, WhenItDecaysHasAZeroGradientInTheLikelihoodStageFromTheSecondEpochOn) {
  const auto model = tiny_mmim(with_projection(Projection::decay));
  EXPECT_TRUE(steps(*model, 0, kProjection));
  EXPECT_FALSE(steps(*model, 1, kProjection));
  EXPECT_FALSE(gradients(*model, tiny_batch(), likelihood_step(0, 0)).contains(kProjection))
      << "undefined at first: nothing has zeroed it yet";
  for (const int64_t epoch : {1, 2}) {
    const auto found = gradients(*model, tiny_batch(), likelihood_step(0, epoch));
    EXPECT_EQ(found.at(kProjection).abs().sum().item<double>(), 0);
    EXPECT_GT(found.at(kPredictor).abs().sum().item<double>(), 1e-6);
  }
  const auto frozen = tiny_mmim(with_projection(Projection::frozen));
  EXPECT_EQ(model->losses(tiny_batch(), likelihood_step(0, 1)).total().item<double>(),
            frozen->losses(tiny_batch(), likelihood_step(0, 1)).total().item<double>());
}

TEST(Projection, IsNotThereWhenTheEntropyIsOfRawRows) {
  const auto model = tiny_mmim(tiny_options());
  EXPECT_EQ(model->named_parameters().find(kProjection), nullptr);
  EXPECT_TRUE(model->bound("text-visual").projection_parameters().empty());
}

TEST(MmimNeeds, BothSignsForAMixtureOfTwoClasses) {
  MmimOptions options = tiny_options();
  EXPECT_TRUE(tiny_mmim(options)->needs().both_signs);
  options.bound.entropy.split = EntropyOptions::Split::single;
  EXPECT_FALSE(tiny_mmim(options)->needs().both_signs);
  options = tiny_options();
  options.pairs = {};
  EXPECT_FALSE(tiny_mmim(options)->needs().both_signs);
}

TEST(MmimModalities, OfEverySubsetArePredictedFromWhatIsThereAlone) {
  const std::vector<std::vector<std::string>> subsets{{"text"},           {"visual"},           {"acoustic"},
                                                      {"text", "visual"}, {"text", "acoustic"}, {"visual", "acoustic"}};
  for (const auto& subset : subsets) {
    SCOPED_TRACE(listing(subset));
    MmimOptions options = tiny_options();
    options.modalities = subset;
    options.pairs = {"text-visual", "text-acoustic", "visual-acoustic"};
    const auto model = tiny_mmim(options);
    EXPECT_EQ(model->stages()[0].share, subset.size() > 1 ? 1 : 0) << "one modality has no pair to estimate";
    EXPECT_EQ(model->needs().modalities.size(), subset.size());
    EXPECT_EQ(weights(model->losses(tiny_batch(), main_step())).count("contrast/" + subset[0]), 1u);
    Batch batch = tiny_batch();
    const Tensor before = model->predict(batch).sentiment;
    for (const Modality m : {Modality::visual, Modality::acoustic})
      if (std::find(subset.begin(), subset.end(), word(m)) == subset.end())
        batch.streams[m].values = batch.streams[m].values + 1;
    EXPECT_TRUE(torch::equal(model->predict(batch).sentiment, before));
    for (const Stage& stage : model->stages())
      for (const ParameterGroup& group : stage.groups)
        EXPECT_TRUE(stage.share == 0 || !group.parameters.empty()) << group.name;
  }
}

TEST(MmimModalities, AFrozenTextEncoderIsSteppedByNoStage) {
  MmimOptions options = tiny_options();
  options.text = TextStream::Training::frozen;
  const auto model = tiny_mmim(options);
  for (const Stage& stage : model->stages())
    for (const std::string& name : stepped_by(stage)) EXPECT_FALSE(name.starts_with("text.")) << name;
  for (const auto& [name, gradient] : gradients(*model, tiny_batch(), main_step()))
    EXPECT_FALSE(name.starts_with("text.")) << name;
}

}  // namespace
}  // namespace mmim
