#pragma once
#include "tensor/random.h"
#include "tensor/torch.h"

namespace mmim {

/// Scales of dropout (R, C) in `dtype`: 0 with probability p, else 1 / (1 - p). Element (r, c) is a function of
/// (draws.key, rows[r], columns[c]) alone, so it is the same in every batch, on every device and after a resume.
/// rows (R), columns (C): int64 on any device; the result lies where rows lie.
Tensor dropout_scales(const Tensor& rows, const Tensor& columns, double p, const Draws& draws, torch::Dtype dtype);

/// The keys of dropout as the kernels of kernels/cpu and kernels/cuda take them; empty without active draws or p = 0.
struct DropoutKeys {
  std::vector<uint64_t> rows{};     ///< of each row's identity
  std::vector<uint32_t> columns{};  ///< padded at the end, so that whole vectors can be read
  double p = 0;
  Tensor identities{};  ///< instead of both where kernels make keys themselves: int64, beside the rows
  uint64_t key = 0;     ///< that they are drawn under
  bool active() const { return !rows.empty() || identities.defined(); }
};

/// An element whose draw is below is zero.
uint32_t dropout_threshold(double p);

/// Dropout of x (N, d): row n is keyed by identities[n] (Layout::row_ids()). The identity without active draws or p
/// = 0. Nothing is stored for the gradient but the identities: zeros are drawn again.
Tensor dropout(const Tensor& x, double p, const Tensor& identities, const Draws& draws);

}  // namespace mmim
