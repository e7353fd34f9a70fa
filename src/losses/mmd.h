#pragma once
#include "tensor/torch.h"

namespace mmim {

/// Squared maximum mean discrepancy between the rows of x (n, d) and y (m, d), biased: mean k(x, x) + mean k(y, y) - 2
/// mean k(x, y), a row's kernel with itself included; k(a, b) = exp(-|a - b|^2 / d^2). Scalar. Source: published MFM,
/// which takes the mean over d and divides by d once more.
Tensor mmd(const Tensor& x, const Tensor& y);

}  // namespace mmim
