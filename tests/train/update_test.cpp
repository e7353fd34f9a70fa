#include "train/update.h"

#include <gtest/gtest.h>

#include "core/error.h"
#include "train/clip.h"

namespace mmim {
namespace {

/// stepped . 3 + other . 4 (+ 0 * unused): gradients of known size.
class Slopes : public Model {
 public:
  Tensor stepped = register_parameter("stepped", torch::zeros({1}, torch::kDouble));
  Tensor other = register_parameter("other", torch::zeros({1}, torch::kDouble));
  Tensor unused = register_parameter("unused", torch::ones({1}, torch::kDouble));
  c10::weak_intrusive_ptr<c10::TensorImpl> graph{c10::intrusive_ptr<c10::TensorImpl>()};
  bool other_needed_gradient = false, with_loss = true;
  double bad = 0, bad_weight = 0.5;

  Prediction predict(const Batch&) const override { return {}; }
  Needs needs() const override { return {}; }
  std::vector<Stage> stages() const override {
    Stage stage;
    stage.name = "main";
    stage.groups = {{"all", {{"stepped", stepped}, {"unused", unused}}, 1, 0.1}};
    return {stage};
  }
  Losses losses(const Batch&, const Step&) override {
    other_needed_gradient = other.requires_grad();
    Losses losses;
    if (!with_loss) {
      losses.add("watched", stepped.sum(), 0);
      return losses;
    }
    const Tensor value = (3 * stepped + 4 * other).sum();
    graph = c10::weak_intrusive_ptr<c10::TensorImpl>(value.getIntrusivePtr());
    losses.add("slope", value);
    losses.add("entropy", torch::full({}, bad, torch::kDouble), bad_weight, 1);
    return losses;
  }
};

Batch two_utterances() {
  Batch batch;
  batch.tokens = {torch::zeros({2}, torch::kLong), make_layout({1, 1})};
  return batch;
}

/// What the fused update and the reading of its numbers give.
std::optional<UpdateResult> updated(Model& model, const Stage& stage, Optimizer& optimizer, const Step& step,
                                    const Accumulation& accumulation = {}) {
  const auto update = Updater{model, optimizer, stage}.step(two_utterances(), step, accumulation);
  if (!update) return {};
  return read_updates({*update}).front();
}

std::optional<UpdateResult> try_run(Slopes& model, const Clip& clip) {
  Stage stage = model.stages()[0];
  stage.clip = clip;
  const Frozen frozen(model, stage);
  Optimizer optimizer;
  return updated(model, stage, optimizer, {{2, 0}, 6, Random()});
}

UpdateResult run(Slopes& model, const Clip& clip) { return try_run(model, clip).value(); }

TEST(Update, ClipsOverAllGradientsOrOverWhatTheStageSteps) {
  Slopes model;
  EXPECT_NEAR(run(model, {Clip::Kind::norm, 1, Clip::Over::all}).gradient_norm, 5, 1e-15);
  EXPECT_NEAR(model.stepped.grad().item<double>(), 3 / (5 + 1e-6), 1e-15);
  EXPECT_TRUE(model.other_needed_gradient);
  EXPECT_NEAR(run(model, {Clip::Kind::norm, 1, Clip::Over::stepped}).gradient_norm, 3, 1e-15);
  EXPECT_NEAR(model.stepped.grad().item<double>(), 3 / (3 + 1e-6), 1e-15);
}

TEST(Update, ComputesNoGradientForWhatAStageClippedOverSteppedDoesNotStep) {
  Slopes model;
  run(model, {Clip::Kind::norm, 1, Clip::Over::stepped});
  EXPECT_FALSE(model.other_needed_gradient);
  EXPECT_FALSE(model.other.grad().defined());
  EXPECT_TRUE(model.other.requires_grad());
}

TEST(Update, ClipsByValueOrNotAtAllAndLeavesASmallNormAlone) {
  Slopes model;
  run(model, {Clip::Kind::value, 2});
  EXPECT_EQ(model.stepped.grad().item<double>(), 2);
  EXPECT_EQ(run(model, {Clip::Kind::none, 1}).gradient_norm, 3);
  EXPECT_EQ(model.stepped.grad().item<double>(), 3);
  run(model, {Clip::Kind::norm, 4});
  EXPECT_EQ(model.stepped.grad().item<double>(), 3);
}

/// One batch after the other, as a stage that sums `accumulate` of them.
double stepped_after(Slopes& model, Stage stage, int64_t batches) {
  const Frozen frozen(model, stage);
  Optimizer optimizer;
  for (int64_t batch = 0; batch < batches; ++batch)
    updated(model, stage, optimizer, {{0, 0}, batch, Random()}, Accumulation::of(stage, batch, batches));
  return model.stepped.item<double>();
}

TEST(Update, SumsTheGradientsOfTheBatchesThatItAccumulates) {
  Slopes model;
  Stage stage = model.stages()[0];
  stage.clip.kind = Clip::Kind::none;
  stage.accumulate = 3;
  stepped_after(model, stage, 3);
  EXPECT_EQ(model.stepped.grad().item<double>(), 9);
  stepped_after(model, stage, 4);
  EXPECT_EQ(model.stepped.grad().item<double>(), 3) << "the fourth batch starts anew";
}

TEST(Update, StepsOrDropsARestOfAPassThatIsTooSmall) {
  for (const bool drop : {false, true}) {
    Slopes model;
    Stage stage = model.stages()[0];
    stage.accumulate = 3;
    stage.tail = drop ? Stage::Tail::drop : Stage::Tail::step;
    EXPECT_EQ(stepped_after(model, stage, 2) == 0, drop);
  }
}

TEST(Update, ClipsTheSumOnceOrAfterEachBatch) {
  Slopes model;
  Stage stage = model.stages()[0];
  stage.accumulate = 2;
  stage.clip = {.kind = Clip::Kind::value, .limit = 4, .when = Clip::When::batch};
  stepped_after(model, stage, 2);  // 3, then 3 + 3 = 6, then 4
  EXPECT_EQ(model.stepped.grad().item<double>(), 4);
  stage.clip = {.kind = Clip::Kind::norm, .limit = 2, .when = Clip::When::batch};
  stepped_after(model, stage, 2);  // 3, then 2, then 2 + 3 = 5, then 2
  EXPECT_NEAR(model.stepped.grad().item<double>(), 2, 1e-5);
}

TEST(Update, DoesNotDecayAParameterWithoutGradient) {
  Slopes model;
  run(model, {});
  EXPECT_EQ(model.unused.item<double>(), 1);
  EXPECT_NE(model.stepped.item<double>(), 0);
}

TEST(Update, LeavesNoGradientOfAnEarlierStageBehind) {
  Slopes model;
  model.unused.mutable_grad() = torch::ones({1}, torch::kDouble);
  run(model, {});
  EXPECT_FALSE(model.unused.grad().defined());
  EXPECT_EQ(model.unused.item<double>(), 1);
}

TEST(Update, CountsTheUtterancesOfAMeanElseTheBatch) {
  Slopes model;
  const auto terms = run(model, {}).terms;
  ASSERT_EQ(terms.size(), 2u);
  EXPECT_EQ(terms[0].count, 2);
  EXPECT_EQ(terms[1].count, 1);
}

TEST(Update, NamesTheTermEpochStageAndBatchThatIsNotFiniteAndStepsNothing) {
  for (const auto& [value, word] : {std::pair{std::nan(""), "nan"}, std::pair{-HUGE_VAL, "-inf"}}) {
    Slopes model;
    model.bad = value;
    try {
      run(model, {});
      FAIL();
    } catch (const Error& error) {
      EXPECT_TRUE(
          std::string(error.what())
              .starts_with("the loss term `entropy` is " + std::string(word) + " in epoch 3, stage main, batch 7: "))
          << error.what();
    }
    EXPECT_EQ(model.stepped.item<double>(), 0);
  }
}

TEST(Update, GoesOnWhenATermThatIsOnlyWatchedIsNotFinite) {
  Slopes model;
  model.bad = std::nan("");
  model.bad_weight = 0;
  const auto terms = run(model, {}).terms;
  ASSERT_EQ(terms.size(), 1u);
  EXPECT_EQ(terms[0].name, "slope");
  EXPECT_NE(model.stepped.item<double>(), 0);
}

/// What a queued update leaves in `stepped`, and what is read of it.
std::pair<double, UpdateResult> run_queued(const Clip& clip) {
  Slopes model;
  Stage stage = model.stages()[0];
  stage.clip = clip;
  const Frozen frozen(model, stage);
  Optimizer optimizer;
  const auto queued =
      Updater{model, optimizer, stage, 1, Updater::Read::later}.step(two_utterances(), {{2, 0}, 6, Random()});
  return {model.stepped.item<double>(), read_updates({*queued}).front()};
}

TEST(QueuedUpdate, StepsAndTellsWhatAnUpdateDoes) {
  for (const Clip& clip :
       {Clip{Clip::Kind::norm, 1}, Clip{Clip::Kind::norm, 9}, Clip{Clip::Kind::value, 2}, Clip{Clip::Kind::none, 1}}) {
    Slopes model;
    const UpdateResult now = run(model, clip);
    const auto [stepped, later] = run_queued(clip);
    EXPECT_EQ(stepped, model.stepped.item<double>());
    EXPECT_EQ(later.gradient_norm, now.gradient_norm);
    ASSERT_EQ(later.terms.size(), now.terms.size());
    for (size_t i = 0; i < now.terms.size(); ++i) {
      EXPECT_EQ(later.terms[i].name, now.terms[i].name);
      EXPECT_EQ(later.terms[i].value, now.terms[i].value);
      EXPECT_EQ(later.terms[i].count, now.terms[i].count);
    }
  }
}

TEST(QueuedUpdate, NamesTheFirstBatchThatIsNotFiniteWhenItIsRead) {
  Slopes model;
  const Stage stage = model.stages()[0];
  Optimizer optimizer;
  std::vector<Update> unread;
  for (int64_t batch = 4; batch < 9; ++batch) {
    model.bad = batch >= 6 ? std::nan("") : 0;
    unread.push_back(
        *Updater{model, optimizer, stage, 1, Updater::Read::later}.step(two_utterances(), {{2, 0}, batch, Random()}));
  }
  try {
    read_updates(unread);
    FAIL();
  } catch (const Error& error) {
    EXPECT_TRUE(std::string(error.what()).starts_with("the loss term `entropy` is nan in epoch 3, stage main, batch 7"))
        << error.what();
  }
  unread.resize(2);
  EXPECT_EQ(read_updates(unread).size(), 2u);
  EXPECT_TRUE(read_updates({}).empty());
}

TEST(QueuedUpdate, IsNothingWhereThereIsNothingToMinimise) {
  Slopes model;
  model.with_loss = false;
  Optimizer optimizer;
  const Stage stage = model.stages()[0];
  Updater updater{model, optimizer, stage, 1, Updater::Read::later};
  EXPECT_FALSE(updater.step(two_utterances(), {{0, 0}, 0, Random()}).has_value());
}

TEST(Update, SaysThatThereIsNothingToMinimise) {
  Slopes model;
  model.with_loss = false;
  EXPECT_FALSE(try_run(model, {}));
  EXPECT_EQ(model.stepped.item<double>(), 0);
}

TEST(Update, LetsNoGraphOutliveIt) {
  Slopes model;
  run(model, {});
  EXPECT_TRUE(model.graph.expired());
}

}  // namespace
}  // namespace mmim
