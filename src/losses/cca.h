#pragma once
#include "tensor/torch.h"

namespace mmim {

/// Canonical correlation of two views (m, k1), (m, k2) of m utterances, in float64.
struct Canonical {
  Tensor within1, within2, between;  ///< covariances over m - 1; `ridge` on the diagonal of the first two
  Tensor root1, root2;               ///< inverse square roots of the first two; eigenvalues up to 1e-9 are dropped
  Tensor whitened;                   ///< T = root1 between root2
  Tensor left, correlations, right;  ///< T = left diag(correlations) right', correlations descending
};
/// At least two rows; values of any floating type.
Canonical canonical(const Tensor& view1, const Tensor& view2, double ridge);

/// The negative sum of the `top` largest canonical correlations (0: of all, T's nuclear norm), a scalar of the views'
/// type: from -k to 0. Computed in float64 with the analytic gradient of deep CCA (Andrew et al., ICML 2013), which is
/// finite where correlations coincide; a correlation of 0 gets gradient 0. NaN when a view is not finite. Means nothing
/// where m <= k.
Tensor cca_loss(const Tensor& view1, const Tensor& view2, double ridge, int64_t top = 0);

}  // namespace mmim
