#include "information/contrastive.h"

namespace mmim {

namespace {

/// Rows of length one; a zero row stays zero (its gradient too).
Tensor unit_rows(const Tensor& x) {
  return x / at::linalg_vector_norm(x, 2, at::IntArrayRef{1}, true).clamp_min(1e-30);
}

}  // namespace

Tensor contrastive_score(const Tensor& h, const Tensor& prediction) {
  return (unit_rows(h) * unit_rows(prediction)).sum(1);
}

Tensor contrastive_loss(const Tensor& h, const Tensor& prediction, Orientation orientation) {
  const Tensor scores = at::mm(unit_rows(h), unit_rows(prediction).t());  // (i, j): h of i against prediction of j
  const Tensor candidates = at::logsumexp(scores, orientation == Orientation::predictions ? 1 : 0);
  return (candidates - scores.diagonal()).mean();
}

}  // namespace mmim
