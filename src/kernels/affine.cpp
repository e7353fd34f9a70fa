#include "kernels/affine.h"

#include "core/error.h"
#include "kernels/operations.h"

namespace mmim {

bool sums_rows_alone(const Tensor& x, const Tensor& weight) {
  return !at::GradMode::is_enabled() && x.is_cpu() && x.numel() > 0 && fits_fused_kernels(x) &&
         fits_fused_kernels(weight);
}

Tensor affine(const Tensor& x, const Tensor& weight, const Tensor& bias) {
  if (!sums_rows_alone(x, weight)) return at::linear(x, weight, bias);
  const int64_t in = weight.size(1), out = weight.size(0);
  std::vector<int64_t> shape = x.sizes().vec();
  if (shape.back() != in)
    throw Error("rows of " + std::to_string(shape.back()) + " features do not fit a layer of " + std::to_string(in));
  shape.back() = out;
  const Tensor shift = bias.defined() ? bias.contiguous() : at::zeros({out}, x.options());
  return operations(x.device())
      .linear(x.reshape({-1, in}).contiguous(), weight.contiguous(), shift, Precision::fp32)
      .view(shape);
}

}  // namespace mmim
