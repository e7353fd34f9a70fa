#pragma once
#include "tensor/ragged.h"

namespace mmim {

/// Ragged rows as LibTorch's recurrent kernels take them: time-major, longest utterance first.
struct PackedOrder {
  Tensor gather;       ///< (N) int64: ragged row of each packed row
  Tensor batch_sizes;  ///< (longest) int64 on the CPU: utterances that have a row t
  Tensor restore;      ///< (B) int64: place of utterance i among the sorted ones
};

/// Every utterance must have at least one row.
PackedOrder packed_order(const Layout& layout);

/// Ragged rows (N, d) as a padded block (B, longest, d), zeros at the back, and the flat places (N) of the rows in it.
struct Padded {
  Tensor values;
  Tensor places;
};
Padded pad_back(const Ragged& ragged);

/// Additive attention mask (B, 1, 1, longest): 0 on rows, -infinity on padding.
Tensor padding_mask(const Layout& layout, torch::Dtype dtype);

}  // namespace mmim
