#include "information/class_entropy.h"

#include <gtest/gtest.h>

#include <cmath>

#include "information/class_history.h"

namespace mmim {
namespace {

Tensor rows(std::vector<double> values, int64_t width) { return at::tensor(values, at::kDouble).view({-1, width}); }

/// Four positive and three negative rows.
LabelledRows known() {
  return {rows({.1, .3, .4, -.2, 0, .5, -.3, .1, .2, .2, -.1, .4, .6, -.5}, 2),
          rows({1, 1, 1, 1, -1, -1, -1}, 1).reshape(-1)};
}

EntropyOptions published(EntropyOptions::Covariance covariance, EntropyOptions::Split split) {
  return {.covariance = covariance, .split = split, .guard = 0, .least_rows = 0};
}
using Covariance = EntropyOptions::Covariance;
using Split = EntropyOptions::Split;

TEST(ClassEntropy, EqualsTheHandComputedValues) {
  EXPECT_NEAR(class_entropy(known(), published(Covariance::full, Split::strict)).item<double>(), -3.2685353, 5e-8);
  EXPECT_NEAR(class_entropy(known(), published(Covariance::diagonal, Split::non_negative)).item<double>(), -2.4701009,
              5e-8);
  EXPECT_NEAR(class_entropy(known(), published(Covariance::full, Split::single)).item<double>(), -2.7984128, 5e-8);
}

TEST(ClassEntropy, PutsZeroLabelsWhereTheSplitSays) {
  const Tensor labels = at::tensor({-1.0, 0.0, 2.0}, at::kDouble);
  EXPECT_EQ(class_weights(labels, Split::strict)[0].sum().item<double>(), 1);
  EXPECT_EQ(class_weights(labels, Split::non_negative)[0].sum().item<double>(), 2);
  EXPECT_EQ(class_weights(labels, Split::single)[0].sum().item<double>(), 3);
}

TEST(ClassEntropy, CountsOnlyOnceEveryClassHasEnoughRows) {
  EntropyOptions options = published(Covariance::diagonal, Split::non_negative);
  options.least_rows = 4;  // the negative class has three
  LabelledRows given = known();
  given.rows.requires_grad_();
  const Tensor entropy = class_entropy(given, options);
  EXPECT_EQ(entropy.item<double>(), 0);
  entropy.backward();
  EXPECT_EQ(given.rows.grad().abs().max().item<double>(), 0);
  options.least_rows = 3;
  EXPECT_NE(class_entropy(known(), options).item<double>(), 0);
}

TEST(ClassEntropy, WithTooFewRowsPassesNoGradientThroughADegenerateClass) {
  for (const Covariance covariance : {Covariance::full, Covariance::diagonal}) {
    EntropyOptions options = published(covariance, Split::strict);
    options.least_rows = 2;
    LabelledRows one_negative{rows({1, 2, 1, 3, 0, 1, 3, 0}, 2).requires_grad_(), rows({1, 1, 1, -1}, 1).reshape(-1)};
    class_entropy(one_negative, options).backward();
    EXPECT_EQ(one_negative.rows.grad().abs().max().item<double>(), 0);
  }
}

TEST(ClassEntropy, OfARankDeficientClassIsNanWithoutAGuardAndFiniteWithOne) {
  const LabelledRows flat{rows({1, 2, 1, 2, 0, 1, 3, 0}, 2), rows({1, 1, -1, -1}, 1).reshape(-1)};
  EXPECT_TRUE(std::isnan(class_entropy(flat, published(Covariance::full, Split::strict)).item<double>()));
  for (const Covariance covariance : {Covariance::full, Covariance::diagonal}) {
    EntropyOptions guarded = published(covariance, Split::strict);
    guarded.guard = 1e-6;
    EXPECT_TRUE(std::isfinite(class_entropy(flat, guarded).item<double>()));
  }
}

TEST(ClassEntropy, IsExactForRowsFarFromZero) {
  LabelledRows far = known();
  const EntropyOptions options = published(Covariance::diagonal, Split::strict);
  const double here = class_entropy(known(), options).item<double>();
  far.rows = far.rows + 1e7;  // second moment minus squared mean would lose all digits of double precision
  EXPECT_NEAR(class_entropy(far, options).item<double>(), here, 1e-6);
}

using Gradient = EntropyOptions::Gradient;

/// Gradient of H at `current` rows, with `memory` before them.
Tensor gradient_at(const LabelledRows& memory, const LabelledRows& current, EntropyOptions options) {
  ClassHistory history(1);
  history.remember(memory);
  const LabelledRows leaf{current.rows.clone().requires_grad_(), current.labels};
  class_entropy(history.with(leaf), options).backward();
  return leaf.rows.grad();
}

TEST(ClassEntropy, WholeGradientOfAClassIsThatOfTheBatchTimesItsRowsOverTheCurrentOnes) {
  // The memory has four positive and three negative rows, the batch two positive ones and one negative one.
  const LabelledRows current{rows({.5, .1, -.3, .4, .2, .9}, 2), at::tensor({2., -1., 1.}, at::kDouble)};
  for (const Covariance covariance : {Covariance::full, Covariance::diagonal}) {
    EntropyOptions options = published(covariance, Split::strict);
    options.guard = .01;
    options.gradient = Gradient::batch;
    const Tensor batch = gradient_at(known(), current, options);
    options.gradient = Gradient::whole;
    const Tensor factor = at::tensor({6 / 2., 4 / 1., 6 / 2.}, at::kDouble).unsqueeze(1);
    EXPECT_TRUE(gradient_at(known(), current, options).allclose(batch * factor, 1e-12, 0));
    options.split = Split::single;
    options.gradient = Gradient::batch;
    const Tensor single = gradient_at(known(), current, options);
    options.gradient = Gradient::whole;
    EXPECT_TRUE(gradient_at(known(), current, options).allclose(single * (10. / 3), 1e-12, 0));
  }
}

TEST(ClassEntropy, HasOneValueWhateverItsGradient) {
  ClassHistory history(1);
  history.remember(known());
  const LabelledRows flat{rows({1, 2, 1, 2}, 2).requires_grad_(), at::tensor({1., 1.}, at::kDouble)};
  for (const bool collapsed : {false, true}) {  // log 0 is minus infinity, which a factor must not make NaN
    EntropyOptions options = published(Covariance::diagonal, Split::strict);
    options.gradient = Gradient::batch;
    ClassHistory same(1);
    same.remember({rows({1, 2, 4, 5, 4, 7}, 2), at::tensor({1., -1., -1.}, at::kDouble)});
    const LabelledRows all = collapsed ? same.with(flat) : history.with(flat);
    const double batch = class_entropy(all, options).item<double>();
    options.gradient = Gradient::whole;
    EXPECT_EQ(class_entropy(all, options).item<double>(), batch);
    EXPECT_EQ(std::isinf(batch), collapsed);
  }
}

TEST(ClassEntropy, WholeGradientIsFiniteForABatchWithoutAClassAndWithOneRowOfIt) {
  EntropyOptions options;
  options.least_rows = 0;
  for (const double label : {1., -1.}) {
    const LabelledRows current{rows({.5, .1, -.3, .4, .2, .9}, 2), at::tensor({1., 1., label}, at::kDouble)};
    const Tensor gradient = gradient_at(known(), current, options);
    EXPECT_TRUE(at::isfinite(gradient).all().item<bool>());
    EXPECT_GT(gradient[2].abs().sum().item<double>(), 0);
  }
}

TEST(ClassHistory, HoldsTheLastBatchesDetachedOldestFirst) {
  ClassHistory history(2);
  for (const double value : {1.0, 2.0, 3.0})
    history.remember({at::full({2, 1}, value, at::kDouble).requires_grad_(), at::full({2}, value, at::kDouble)});
  const LabelledRows all = history.with({at::full({1, 1}, 9.0, at::kDouble), at::full({1}, 9.0, at::kDouble)});
  EXPECT_TRUE(at::equal(all.rows.reshape(-1), at::tensor({2., 2., 3., 3., 9.}, at::kDouble)));
  EXPECT_FALSE(all.rows.requires_grad());
  EXPECT_EQ(all.remembered, 4);
  ClassHistory none(0);
  none.remember({at::ones({2, 1}), at::ones({2})});
  EXPECT_TRUE(none.empty());
}

}  // namespace
}  // namespace mmim
