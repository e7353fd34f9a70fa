#pragma once
#include "kernels/transformer_parts.h"

namespace mmim::on_cuda {

/// The steps of kernels/transformer_parts on a GPU: kernels/cuda, and LibTorch's matrix products. Nothing here waits
/// for the device. bf16: both factors rounded, sums in float32, as on the CPU.
Tensor linear_rows(const Tensor& x, const Tensor& weight, const Tensor& bias, Precision precision);
Tensor linear_input_gradient(const Tensor& gradient, const Tensor& weight, Precision precision, const Tensor& sum);
Tensor linear_weight_gradient(const Tensor& gradient, const Tensor& x, Precision precision);
Tensor sum_of_rows(const Tensor& gradient);

Normalised add_norm(const Tensor& x, const Tensor& residual, const Tensor& weight, const Tensor& bias, double epsilon,
                    const DropoutKeys& keys);
AddNormGradients add_norm_gradients(const Tensor& gradient, const Tensor& normal, const Tensor& deviation,
                                    const Tensor& weight, const DropoutKeys& keys);
Tensor gelu_rows(const Tensor& x);
void gelu_gradient(const Tensor& x, const Tensor& gradient);

DropoutKeys row_keys(const Layout& rows, double p, const Draws& draws);
Attended attend(const AttentionRows& rows, const DropoutKeys& keys);
AttentionGradients attention_gradients(const AttentionRows& rows, const Tensor& scales, const Tensor& gradient,
                                       const DropoutKeys& keys);

}  // namespace mmim::on_cuda
