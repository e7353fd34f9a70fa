#pragma once
#include "tensor/random.h"
#include "tensor/torch.h"

namespace mmim {

/// Scales of dropout (R, C) in `dtype`: 0 with probability p, else 1 / (1 - p). Element (r, c) is a function of
/// (draws.key, rows[r], columns[c]) alone, so it is the same in every batch, on every device and after a resume.
/// rows (R), columns (C): int64 on any device; the result lies where rows lie.
Tensor dropout_scales(const Tensor& rows, const Tensor& columns, double p, const Draws& draws, torch::Dtype dtype);

/// Dropout of x (N, d): row n is keyed by identities[n] (Layout::identities()). The identity without active draws or p
/// = 0.
Tensor dropout(const Tensor& x, double p, const Tensor& identities, const Draws& draws);

}  // namespace mmim
