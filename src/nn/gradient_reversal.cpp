#include "nn/gradient_reversal.h"

namespace mmim {

Tensor reverse_gradient(const Tensor& x, double weight) {
  Tensor same = x.view_as(x);
  if (same.requires_grad()) same.register_hook([weight](const Tensor& gradient) { return gradient * -weight; });
  return same;
}

}  // namespace mmim
