#include "data/padded.h"

#include <gtest/gtest.h>

namespace mmim {
namespace {

/// Rows 1, 2, 3 of one number each, then 4: utterances of 3, 0 (one zero row) and 1 rows.
Ragged three_utterances() {
  return {torch::tensor({1.0, 2.0, 3.0, 0.0, 4.0}).view({5, 1}), make_layout({3, 1, 1}, {7, 8, 9})};
}

Tensor numbers(const Ragged& ragged) { return block_of(ragged).squeeze(2); }

TEST(Padded, PutsZerosBehindOrInFrontAndKeepsTheRowsOfTheDataSet) {
  const Ragged behind = padded(three_utterances(), {4, Side::back});
  EXPECT_TRUE(torch::equal(numbers(behind), torch::tensor({{1., 2., 3., 0.}, {0., 0., 0., 0.}, {4., 0., 0., 0.}})));
  EXPECT_EQ(behind.layout->utterance_ids, (std::vector<int64_t>{7, 8, 9}));
  const Ragged front = padded(three_utterances(), {4, Side::front});
  EXPECT_TRUE(torch::equal(numbers(front), torch::tensor({{0., 1., 2., 3.}, {0., 0., 0., 0.}, {0., 0., 0., 4.}})));
}

TEST(Padded, CutsOnTheSideOfThePadding) {
  EXPECT_TRUE(torch::equal(numbers(padded(three_utterances(), {2, Side::back}))[0], torch::tensor({1., 2.})));
  EXPECT_TRUE(torch::equal(numbers(padded(three_utterances(), {2, Side::front}))[0], torch::tensor({2., 3.})));
}

TEST(Padded, PassesGradientsToRealRowsAlone) {
  Ragged rows = three_utterances();
  rows.values.set_requires_grad(true);
  (padded(rows, {2, Side::front}).values * 5).sum().backward();
  EXPECT_TRUE(torch::equal(rows.values.grad().view(-1), torch::tensor({0., 5., 5., 5., 5.})));
}

TEST(Aligned, GivesEachPieceTheRowOfItsWordAndZerosWhereThereIsNone) {
  Batch batch;
  batch.tokens = {torch::zeros({7}, torch::kLong), make_layout({4, 3})};
  batch.word_of_piece = batch.tokens.with(torch::tensor({-1, 1, 1, 0, -1, 0, 2}, torch::kLong));
  batch.streams.visual = {torch::tensor({10.0, 20.0, 30.0}).view({3, 1}), make_layout({2, 1})};
  const Ragged rows = aligned(batch, Modality::visual);
  EXPECT_TRUE(torch::equal(rows.values.view(-1), torch::tensor({0., 20., 20., 10., 0., 30., 0.})));
  EXPECT_EQ(rows.layout, batch.tokens.layout);
}

}  // namespace
}  // namespace mmim
