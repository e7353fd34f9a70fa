#include "losses/difference.h"

namespace mmim {

Tensor difference_loss(const Tensor& x, const Tensor& y, DifferenceReduction reduction) {
  const auto directions = [](const Tensor& h) {
    const Tensor centred = h - h.mean(0, true);
    return centred / (at::linalg_vector_norm(centred.detach(), 2, at::IntArrayRef{1}, true) + 1e-6);
  };
  const Tensor squares = at::matmul(directions(x).t(), directions(y)).square();
  return reduction == DifferenceReduction::mean ? squares.mean() : squares.sum();
}

}  // namespace mmim
