#pragma once
#include "tensor/torch.h"

namespace mmim {

/// Central moment discrepancy of two samples (B, d) with values in an interval of length 1:
/// |m_x - m_y| + sum over k = 2 .. moments of |E(x - m_x)^k - E(y - m_y)^k|, expectations over the batch, Euclidean
/// norms (Zellinger et al., ICLR 2017). A scalar; where a norm is 0, so is its gradient.
Tensor central_moment_discrepancy(const Tensor& x, const Tensor& y, int64_t moments);

}  // namespace mmim
