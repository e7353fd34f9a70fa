#pragma once
#include "tensor/torch.h"

namespace mmim {

enum class DifferenceReduction { mean, sum };

/// How far two representations (B, d) of a batch are from orthogonal: the squared entries of X'Y (d, d), where rows of
/// X and Y have the batch's mean taken off and are divided by their own norm + 1e-6, which passes no gradient. A
/// scalar: their mean (published MISA) or sum, the squared Frobenius norm (its paper).
Tensor difference_loss(const Tensor& x, const Tensor& y, DifferenceReduction reduction);

}  // namespace mmim
