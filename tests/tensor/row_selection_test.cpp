#include "tensor/row_selection.h"

#include <gtest/gtest.h>

namespace mmim {
namespace {

TEST(RowSelection, TakesRowsInTheirOrderAndKeepsTheUtterances) {
  const Ragged ragged{at::arange(10, at::kFloat).reshape({5, 2}), make_layout({2, 1, 2}, {7, 3, 9})};
  RowSelection selection;
  EXPECT_FALSE(selection.has_row());
  selection.take(1);
  EXPECT_TRUE(selection.has_row());
  selection.end_utterance();
  EXPECT_FALSE(selection.has_row()) << "the next utterance has none yet";
  selection.end_utterance();
  for (const int64_t row : {4, 3, 3}) selection.take(row);
  selection.end_utterance();
  const Ragged taken = selection.of(ragged);
  EXPECT_EQ(taken.layout->offsets, (std::vector<int64_t>{0, 1, 1, 4}));
  EXPECT_EQ(taken.layout->utterance_ids, (std::vector<int64_t>{7, 3, 9}));
  EXPECT_TRUE(at::equal(taken.values, at::tensor({2.F, 3.F, 8.F, 9.F, 6.F, 7.F, 6.F, 7.F}).reshape({4, 2})));
}

}  // namespace
}  // namespace mmim
