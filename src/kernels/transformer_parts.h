#pragma once
#include "kernels/dropout.h"
#include "kernels/on_cpu/threads.h"
#include "kernels/on_cuda/queue.h"
#include "tensor/compute.h"

namespace mmim {

/// The steps of a transformer layer: thin sheets over kernels/cpu, on all threads, or over kernels/cuda, on the current
/// stream, that allocate what they return. All tensors are contiguous float32. Formulas of values and gradients stand
/// at the head of kernels/cpu/rows.cpp and kernels/cpu/attention.cpp.

/// x Wt + b: x (N, in), weight (out, in), bias (out) -> (N, out).
Tensor linear_rows(const Tensor& x, const Tensor& weight, const Tensor& bias, Precision precision);
/// Gradient of linear_rows for x: g W, (N, out) -> (N, in); added to `sum` where it is defined.
Tensor linear_input_gradient(const Tensor& gradient, const Tensor& weight, Precision precision, Tensor sum = {});
/// Gradient for the weight: gt x, (out, in).
Tensor linear_weight_gradient(const Tensor& gradient, const Tensor& x, Precision precision);
/// Gradient for the bias: sums over rows, (out).
Tensor sum_of_rows(const Tensor& gradient);

/// LayerNorm(residual + dropout(x)) and what its gradient needs.
struct Normalised {
  Tensor out, normal, deviation;  ///< (N, d), (N, d), (N)
};
Normalised add_norm(const Tensor& x, const Tensor& residual, const Tensor& weight, const Tensor& bias, double epsilon,
                    const DropoutKeys& keys);
struct AddNormGradients {
  Tensor residual, x;   ///< (N, d); the same tensor without dropout
  Tensor weight, bias;  ///< (d)
};
AddNormGradients add_norm_gradients(const Tensor& gradient, const Tensor& normal, const Tensor& deviation,
                                    const Tensor& weight, const DropoutKeys& keys);

Tensor gelu_rows(const Tensor& x);
/// Turns the gradient of gelu(x) into that of x, in place.
void gelu_gradient(const Tensor& x, Tensor& gradient);

/// Attention of each utterance over its own rows; queries (M, d) with their layout, keys and values (N, d) with theirs.
struct AttentionRows {
  Tensor query, key, value;
  std::shared_ptr<const Layout> queries, keys;
  int64_t heads = 1;
};
struct Attended {
  Tensor out, scales;  ///< (M, d), (M, heads, 2)
};
/// Keys of dropout on rows of `width` features.
DropoutKeys feature_keys(const Layout& rows, int64_t width, double p, const Draws& draws);
/// Keys of dropout on probabilities: rows are queries, columns (head, place of the key).
DropoutKeys attention_keys(const Layout& queries, const Layout& keys, int64_t heads, double p, const Draws& draws);
Attended attend(const AttentionRows& rows, const DropoutKeys& keys);
struct AttentionGradients {
  Tensor query, key, value;
};
AttentionGradients attention_gradients(const AttentionRows& rows, const Tensor& scales, const Tensor& gradient,
                                       const DropoutKeys& keys);

}  // namespace mmim
