#include "tensor/ragged.h"

#include <gtest/gtest.h>

namespace mmim {
namespace {

std::vector<int64_t> numbers(const Tensor& tensor) {
  const Tensor whole = tensor.contiguous();
  return {whole.const_data_ptr<int64_t>(), whole.const_data_ptr<int64_t>() + whole.numel()};
}

using Numbers = std::vector<int64_t>;

TEST(Layout, TellsWhereRowsLie) {
  const auto layout = make_layout({2, 0, 3}, {7, 1, 4});
  EXPECT_EQ(numbers(layout->bounds()), (Numbers{0, 2, 2, 5}));
  EXPECT_EQ(numbers(layout->ids()), (Numbers{7, 1, 4}));
  EXPECT_EQ(numbers(layout->positions()), (Numbers{0, 1, 0, 1, 2}));
  EXPECT_EQ(numbers(layout->utterances()), (Numbers{0, 0, 2, 2, 2}));
  EXPECT_EQ(numbers(layout->row_ids()), (Numbers{7 << 20, 7 << 20 | 1, 4 << 20, 4 << 20 | 1, 4 << 20 | 2}));
  EXPECT_EQ(numbers(layout->firsts()), (Numbers{0, 2, 2}));
}

TEST(Layout, TellsTheSameFromWhatWasSentToADevice) {
  const auto layout = make_layout({2, 0, 3}, {7, 1, 4});
  Layout sent = *layout;
  sent.on_device = layout->all_indices();
  for (Tensor (Layout::*part)() const :
       {&Layout::bounds, &Layout::ids, &Layout::positions, &Layout::utterances, &Layout::row_ids, &Layout::firsts}) {
    EXPECT_EQ(numbers((sent.*part)()), numbers(((*layout).*part)()));
    EXPECT_TRUE((sent.*part)().is_alias_of(sent.on_device));
  }
}

}  // namespace
}  // namespace mmim
