#include "information/contrastive.h"

namespace mmim {

namespace {

/// Rows of length one; a zero row stays zero, and so does its gradient.
Tensor unit_rows(const Tensor& x) {
  const Tensor norm = at::linalg_vector_norm(x, 2, at::IntArrayRef{1}, true), present = norm > 0;
  return at::where(present, x / at::where(present, norm, at::ones_like(norm)), at::zeros_like(x));
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
