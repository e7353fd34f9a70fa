#include <gtest/gtest.h>

#include "core/error.h"
#include "models/tiny_mmim.h"

namespace mmim {
namespace {

using Weights = std::map<std::string, double>;
using Reset = MmimOptions::Reset;

MmimOptions weighted() {
  MmimOptions options = tiny_options();
  options.alpha = 0.3;
  options.beta = 0.2;
  return options;
}

Weights main_terms(const MmimOptions& options) {
  return weights(tiny_mmim(options)->losses(tiny_batch(), main_step()));
}

Weights likelihood_terms(const MmimOptions& options) {
  return weights(tiny_mmim(options)->losses(tiny_batch(), likelihood_step()));
}

TEST(MmimTerms, AreTheTaskTheContrastAndBothPartsOfTheBound) {
  EXPECT_EQ(main_terms(weighted()), (Weights{{"task", 1},
                                             {"contrast/text", 0.3},
                                             {"contrast/visual", 0.3},
                                             {"contrast/acoustic", 0.3},
                                             {"likelihood/text-visual", -0.2},
                                             {"likelihood/text-acoustic", -0.2},
                                             {"entropy/text-visual", -0.2},
                                             {"entropy/text-acoustic", -0.2},
                                             {"I_BA/text-visual", 0},
                                             {"I_BA/text-acoustic", 0}}));
  EXPECT_EQ(likelihood_terms(weighted()), (Weights{{"likelihood/text-visual", -1}, {"likelihood/text-acoustic", -1}}));
}

TEST(MmimTerms, FollowThePairs) {
  MmimOptions options = weighted();
  options.contrast = {};
  options.pairs = {"visual-acoustic"};
  EXPECT_EQ(main_terms(options), (Weights{{"task", 1},
                                          {"likelihood/visual-acoustic", -0.2},
                                          {"entropy/visual-acoustic", -0.2},
                                          {"I_BA/visual-acoustic", 0}}));
  EXPECT_EQ(likelihood_terms(options), (Weights{{"likelihood/visual-acoustic", -1}}));
  options.pairs = {};
  EXPECT_EQ(main_terms(options), (Weights{{"task", 1}}));
  EXPECT_EQ(likelihood_terms(options), Weights{});
}

TEST(MmimTerms, FollowTheModalitiesOfTheContrast) {
  MmimOptions options = weighted();
  options.pairs = {};
  options.contrast = {"visual", "acoustic"};
  EXPECT_EQ(main_terms(options), (Weights{{"task", 1}, {"contrast/visual", 0.3}, {"contrast/acoustic", 0.3}}));
  const auto model = tiny_mmim(options);
  std::vector<std::string> scores;
  for (const auto& [name, score] : model->predict(tiny_batch()).scores) scores.push_back(name);
  EXPECT_EQ(scores, (std::vector<std::string>{"visual", "acoustic"}));
  EXPECT_THROW(model->reconstruct(Modality::text, at::zeros({1, 7}, at::kDouble)), UsageError);
  EXPECT_THROW(model->bound("text-visual"), UsageError);
}

TEST(MmimTerms, AreTheTaskAndTheEntropyAloneWhenSoAsked) {
  MmimOptions options = weighted();
  options.objectives = MmimOptions::Objectives::entropy_only;
  EXPECT_EQ(main_terms(options),
            (Weights{{"task", 1}, {"entropy/text-visual", -0.2}, {"entropy/text-acoustic", -0.2}}));
}

constexpr double kNone = 9;  ///< there is no such term

/// The weight of the entropy of one pair in the batches 0 to 3 of a pass.
std::vector<double> entropy_weights(Mmim& model, int64_t epoch = 0) {
  model.begin({epoch, 1});
  std::vector<double> found;
  for (int64_t i = 0; i < 4; ++i) {
    const Weights terms = weights(model.losses(tiny_batch(i), main_step(i, epoch)));
    found.push_back(terms.contains("entropy/text-visual") ? terms.at("entropy/text-visual") : kNone);
  }
  return found;
}

TEST(Entropy, CountsFromTheBatchOfThePassThatTheOptionNames) {
  MmimOptions options = weighted();
  options.history_reset = Reset::pass;
  const auto found = [&](int64_t from) {
    options.entropy_from_batch = from;
    return entropy_weights(*tiny_mmim(options));
  };
  EXPECT_EQ(found(0), (std::vector<double>{-0.2, -0.2, -0.2, -0.2})) << "from the first on, without a history";
  EXPECT_EQ(found(1), (std::vector<double>{kNone, -0.2, -0.2, -0.2}));
  EXPECT_EQ(found(2), (std::vector<double>{kNone, 0, -0.2, -0.2})) << "as published: watched once, then minimised";
}

TEST(Entropy, IsWatchedFromTheFirstBatchWhenThereIsAHistoryOrNoneIsKept) {
  MmimOptions options = weighted();
  options.entropy_from_batch = 2;
  const auto model = tiny_mmim(options);
  entropy_weights(*model);
  EXPECT_EQ(entropy_weights(*model, 1), (std::vector<double>{0, 0, -0.2, -0.2}));
  options.bound.memory = 0;
  EXPECT_EQ(entropy_weights(*tiny_mmim(options)), (std::vector<double>{0, 0, -0.2, -0.2}));
}

/// H of one pair for batch 1 of the second epoch's main pass, after a first epoch of batch 0 alone.
double entropy_in_second_epoch(Reset reset) {
  MmimOptions options = weighted();
  options.history_reset = reset;
  const auto model = tiny_mmim(options);
  for (const Pass pass : {Pass{0, 0}, Pass{0, 1}}) {
    model->begin(pass);
    model->losses(tiny_batch(0), {pass, 0, Random()});
  }
  model->begin({1, 0});
  model->begin({1, 1});
  return value_of(model->losses(tiny_batch(1), main_step(0, 1)), "entropy/text-visual");
}

TEST(History, IsKeptFromPassToPassUnlessItIsReset) {
  const auto model = tiny_mmim(weighted());
  const BarberAgakov& bound = model->bound("text-visual");
  const auto rows = [&](int64_t number) {
    const Batch batch = tiny_batch(number);
    return LabelledRows{bound.entropy_rows(model->encode(batch, {}).visual), batch.labels};
  };
  ClassHistory memory(1);
  memory.remember(rows(0));
  const EntropyOptions entropy = weighted().bound.entropy;
  const double with = class_entropy(memory.with(rows(1)), entropy).item<double>();
  const double without = class_entropy(rows(1), entropy).item<double>();
  EXPECT_GT(std::abs(with - without), 1e-3) << "else nothing would be tested";
  EXPECT_NEAR(entropy_in_second_epoch(Reset::never), with, 1e-12);
  EXPECT_NEAR(entropy_in_second_epoch(Reset::pass), without, 1e-12);
}

TEST(History, IsFilledInTheMainStageAlone) {
  const auto model = tiny_mmim(weighted());
  model->losses(tiny_batch(), likelihood_step());
  EXPECT_TRUE(model->bound("text-visual").history.empty());
  model->losses(tiny_batch(), main_step());
  ASSERT_EQ(model->bound("text-visual").history.batches().size(), 1u);
  EXPECT_FALSE(model->bound("text-visual").history.batches()[0].rows.requires_grad());
}

TEST(History, GoesOnFromWhatWasSaved) {
  MmimOptions options = weighted();
  options.bound.memory = 2;
  const auto model = tiny_mmim(options), other = tiny_mmim(options);
  for (const int64_t i : {0, 1, 2}) model->losses(tiny_batch(i), main_step(i));
  Archive archive;
  model->save_state(archive);
  EXPECT_EQ(archive.tensors.size(), 8u) << "rows and labels of two batches for two pairs";
  other->losses(tiny_batch(4), main_step());
  other->load_state(archive);
  const Losses wanted = model->losses(tiny_batch(3), main_step(3)), found = other->losses(tiny_batch(3), main_step(3));
  for (const Losses::Term& term : wanted.terms()) EXPECT_EQ(value_of(found, term.name), term.value.item<double>());
}

TEST(Fusion, ReadsTheVectorsInTheOrderThatTheOptionNames) {
  MmimOptions options = tiny_options();
  options.acoustic.hidden = options.visual.hidden;
  const auto visual_first = tiny_mmim(options);
  options.fusion_order = MmimOptions::Order::text_acoustic_visual;
  const auto acoustic_first = tiny_mmim(options);
  const Batch batch = tiny_batch();
  const PerModality<Tensor> h = visual_first->encode(batch, {}), swapped{h.text, h.acoustic, h.visual};
  const Tensor z = visual_first->fuse(h, batch, {});
  EXPECT_TRUE(z.equal(acoustic_first->fuse(swapped, batch, {})));
  EXPECT_FALSE(z.allclose(acoustic_first->fuse(h, batch, {})));
}

TEST(Mmim, TrainsOnABatchOfOne) {
  for (const int64_t least_rows : {0, 8}) {
    MmimOptions options = tiny_options();
    options.bound.entropy.least_rows = least_rows;
    const auto model = tiny_mmim(options);
    for (const Step& step : {likelihood_step(), main_step()})
      for (const auto& [name, gradient] : gradients(*model, tiny_batch(0, 1), step))
        EXPECT_TRUE(gradient.isfinite().all().item<bool>()) << name;
  }
}

TEST(Mmim, PredictsTheSameAfterADrawOfLossesAndWithoutDropout) {
  MmimOptions options = tiny_options();
  options.fusion_dropout = 0.5;
  const auto model = tiny_mmim(options), plain = tiny_mmim(tiny_options());
  const Tensor before = model->predict(tiny_batch()).sentiment;
  const double loss = value_of(model->losses(tiny_batch(), main_step()), "task");
  EXPECT_TRUE(before.equal(model->predict(tiny_batch()).sentiment));
  EXPECT_TRUE(before.equal(plain->predict(tiny_batch()).sentiment));
  EXPECT_NE(loss, value_of(plain->losses(tiny_batch(), main_step()), "task")) << "dropout is for training";
  EXPECT_EQ(loss, value_of(model->losses(tiny_batch(), main_step()), "task")) << "and depends on the step alone";
}

}  // namespace
}  // namespace mmim
