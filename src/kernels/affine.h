#pragma once
#include "tensor/torch.h"

namespace mmim {

/// x Wt + b over the last dimension: x (..., in), weight (out, in), bias (out) or undefined -> (..., out). With
/// gradients at::linear. Without gradients, in float32 on a CPU, each row is summed in one order of its own: what a
/// model predicts for an utterance then does not depend on the rows beside it, as LibTorch's sums do. Error when the
/// widths do not fit.
Tensor affine(const Tensor& x, const Tensor& weight, const Tensor& bias);

/// Whether affine() sums these rows one by one.
bool sums_rows_alone(const Tensor& x, const Tensor& weight);

}  // namespace mmim
