#include "models/parts/pseudo_labels.h"

#include <gtest/gtest.h>

#include "core/error.h"

namespace mmim {
namespace {

Tensor column(const std::vector<double>& values) { return at::tensor(values, at::kDouble).unsqueeze(1); }

PerTask<Tensor> same(const Tensor& features) { return {features, features, features, features}; }

/// Two utterances with features of one number; utterance 0 has truth `truth` and the text label `before`, and centres
/// lie so that its distances to them, with the feature 0, are the given ones.
struct Setting {
  double truth, before, single_positive, single_negative, whole_positive, whole_negative;
};

double text_label(PseudoLabels labels, const Setting& s, int64_t epoch) {
  labels.reset({at::tensor({s.truth, -s.truth}, at::kDouble), {}}, {1, 1, 1, 1});
  Archive state;
  labels.save(state);
  for (auto& [path, tensor] : state.tensors) {
    tensor = tensor.clone();
    if (path == "labels/text") tensor[0] = s.before;
    if (path == "centres/text") tensor.copy_(column({s.single_positive, -s.single_negative}));
    if (path == "centres/fusion") tensor.copy_(column({s.whole_positive, -s.whole_negative}));
  }
  labels.load(state);
  labels.observe(same(column({0})), at::tensor({0}, at::kLong), epoch);
  return labels.labels(Task::text)[0].item<double>();
}

TEST(PseudoLabels, EqualWorkedExamples) {
  EXPECT_NEAR(text_label(PseudoLabels({}), {1.2, .9, .8, 1.1, .6, 1.5}, 2), .54375, 1e-6);
  EXPECT_NEAR(text_label(PseudoLabels({}), {-1.2, -.9, .8, 1.1, 1.5, .6}, 1), -.125, 1e-6);
}

TEST(PseudoLabels, ThePaperSquaresDistances) {
  const double single = (1.21 - .64) / .64, whole = (2.25 - .36) / .36;
  const double fresh = (single / whole * 1.2 + 1.2 + single - whole) / 2;
  EXPECT_NEAR(text_label(PseudoLabels({.form = PseudoLabelOptions::Form::paper}), {1.2, .9, .8, 1.1, .6, 1.5}, 2),
              .5 * .9 + .5 * fresh, 1e-6);
}

TEST(PseudoLabels, StayWithinTheLimitAndAreTrueWhereNothingLeans) {
  EXPECT_NEAR(text_label(PseudoLabels({}), {1.2, 3, .1, 1.1, 1, 1.0001}, 1), 1.0 / 3 * 3 + 2.0 / 3 * 3, 1e-6);
  EXPECT_NEAR(text_label(PseudoLabels({.form = PseudoLabelOptions::Form::paper}), {1.2, .9, 1, 1, 1, 1}, 1),
              1.0 / 3 * .9 + 2.0 / 3 * 1.2, 1e-6);
}

TEST(PseudoLabels, AZeroIsPositiveOrNeither) {
  for (const bool exclude : {false, true}) {
    PseudoLabels labels({.exclude_zero = exclude});
    labels.reset({at::tensor({1.0, 0.0, -1.0}, at::kDouble), {}}, {1, 1, 1, 1});
    labels.observe(same(column({2, 4, 7})), at::arange(3), 0);
    EXPECT_EQ(labels.centres(Task::text)[0].item<double>(), exclude ? 2 : 3);
    EXPECT_EQ(labels.centres(Task::text)[1].item<double>(), 7);
  }
}

TEST(PseudoLabels, ACentreWithoutUtterancesStays) {
  PseudoLabels labels({});
  labels.reset({at::tensor({1.0, 2.0}, at::kDouble), {}}, {1, 1, 1, 1});
  labels.observe(same(column({2, 4})), at::arange(2), 0);
  EXPECT_EQ(labels.centres(Task::visual)[0].item<double>(), 3);
  EXPECT_EQ(labels.centres(Task::visual)[1].item<double>(), 0);
}

TEST(PseudoLabels, ThoseThatPeopleGaveStayAndAreNamedWhereOneIsLacking) {
  PseudoLabels labels({.from = PseudoLabelOptions::From::columns});
  TrainingSet set{at::tensor({1.0, -.5, 2.0}, at::kDouble), {}};
  EXPECT_THROW(labels.reset(set, {1, 1, 1, 1}), DataError);
  for (const Task task : {Task::visual, Task::text, Task::acoustic})
    set.columns.emplace_back(label_column(task), at::full({3}, static_cast<double>(task)));
  labels.reset(set, {1, 1, 1, 1});
  for (int64_t epoch = 0; epoch < 3; ++epoch) labels.observe(same(column({2, 4, 7})), at::arange(3), epoch);
  EXPECT_TRUE(at::equal(labels.labels(Task::fusion), set.labels));
  for (const Task task : kSingleTasks)
    EXPECT_TRUE(at::equal(labels.labels(task), at::full({3}, static_cast<double>(task), at::kDouble))) << word(task);
}

TEST(PseudoLabels, ASavedStateGoesOnAsBefore) {
  const auto fresh = [] {
    PseudoLabels labels({});
    labels.reset({at::tensor({1.0, -.5, 2.0}, at::kDouble), {}}, {1, 1, 1, 1});
    return labels;
  };
  PseudoLabels first = fresh(), second = fresh();
  first.observe(same(column({2, 4, 1})), at::arange(3), 0);
  Archive state;
  first.save(state);
  second.load(state);
  for (PseudoLabels* one : {&first, &second}) one->observe(same(column({3, 5})), at::tensor({2, 0}, at::kLong), 1);
  for (const Task task : kTasks) {
    EXPECT_TRUE(at::equal(first.labels(task), second.labels(task)));
    EXPECT_TRUE(at::equal(first.centres(task), second.centres(task)));
    EXPECT_TRUE(at::equal(first.features(task), second.features(task)));
  }
  state.tensors.pop_back();
  EXPECT_THROW(second.load(state), DataError);
}

}  // namespace
}  // namespace mmim
