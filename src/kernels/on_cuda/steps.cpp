#include "kernels/floats.h"
#include "kernels/on_cuda/dropout.h"
#include "kernels/on_cuda/queue.h"

namespace mmim::on_cuda {

namespace {

Tensor product(const Tensor& a, const Tensor& b, Precision precision) {
  if (precision == Precision::fp32) return at::mm(a, b);
  return at::mm(a.to(at::kBFloat16), b.to(at::kBFloat16), at::kFloat);
}

Tensor linear(const Tensor& x, const Tensor& weight, const Tensor& bias, Precision precision) {
  if (precision == Precision::fp32) return at::addmm(bias, x, weight.t());
  return product(x, weight.t(), precision).add_(bias);
}

Tensor linear_input_gradient(const Tensor& gradient, const Tensor& weight, Precision precision, const Tensor& sum) {
  if (!sum.defined()) return product(gradient, weight, precision);
  if (precision == Precision::fp32) return sum.addmm_(gradient, weight);
  return sum.add_(product(gradient, weight, precision));
}

Tensor linear_weight_gradient(const Tensor& gradient, const Tensor& x, Precision precision) {
  return product(gradient.t(), x, precision);
}

Tensor sum_of_rows(const Tensor& gradient) {
  const CudaQueue queue(gradient.device());
  Tensor sums = at::empty({gradient.size(1)}, gradient.options());
  queue->column_sums(read(gradient), gradient.size(0), gradient.size(1), write(sums), queue.stream());
  return sums;
}

Normalised add_norm(const Tensor& x, const Tensor& residual, const Tensor& weight, const Tensor& bias, double epsilon,
                    const DropoutKeys& keys) {
  const CudaQueue queue(x.device());
  Normalised result{at::empty_like(x), at::empty_like(x), at::empty({x.size(0)}, x.options())};
  queue->add_norm({.rows = x.size(0),
                   .width = x.size(1),
                   .epsilon = static_cast<float>(epsilon),
                   .x = read(x),
                   .residual = read(residual),
                   .weight = read(weight),
                   .bias = read(bias),
                   .mask = mask_of(keys),
                   .out = write(result.out),
                   .normal = write(result.normal),
                   .deviation = write(result.deviation)},
                  queue.stream());
  return result;
}

AddNormGradients add_norm_gradients(const Tensor& gradient, const Tensor& normal, const Tensor& deviation,
                                    const Tensor& weight, const DropoutKeys& keys) {
  const CudaQueue queue(gradient.device());
  AddNormGradients result{at::empty_like(gradient), {}, at::empty_like(weight), at::empty_like(weight)};
  result.x = keys.active() ? at::empty_like(gradient) : result.residual;
  queue->add_norm_back({.rows = gradient.size(0),
                        .width = gradient.size(1),
                        .d_out = read(gradient),
                        .normal = read(normal),
                        .deviation = read(deviation),
                        .weight = read(weight),
                        .mask = mask_of(keys),
                        .d_residual = write(result.residual),
                        .d_x = write(result.x),
                        .d_weight = write(result.weight),
                        .d_bias = write(result.bias)},
                       queue.stream());
  return result;
}

Tensor gelu(const Tensor& x) {
  const CudaQueue queue(x.device());
  Tensor out = at::empty_like(x);
  queue->gelu(read(x), write(out), x.numel(), queue.stream());
  return out;
}

void gelu_gradient(const Tensor& x, const Tensor& gradient) {
  const CudaQueue queue(x.device());
  queue->gelu_back(read(x), write(gradient), x.numel(), queue.stream());
}

}  // namespace

void add_steps(Operations& table) {
  table.linear = linear;
  table.linear_input_gradient = linear_input_gradient;
  table.linear_weight_gradient = linear_weight_gradient;
  table.sum_of_rows = sum_of_rows;
  table.add_norm = add_norm;
  table.add_norm_gradients = add_norm_gradients;
  table.gelu = gelu;
  table.gelu_gradient = gelu_gradient;
}

}  // namespace mmim::on_cuda
