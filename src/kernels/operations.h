#pragma once
#include <limits>
#include <memory>

#include "kernels/adam.h"
#include "kernels/dropout.h"
#include "kernels/lstm.h"
#include "tensor/compute.h"

namespace mmim {

/// LayerNorm(residual + dropout(x)) and what its gradient needs.
struct Normalised {
  Tensor out, normal, deviation;  ///< (N, d), (N, d), (N)
};
struct AddNormGradients {
  Tensor residual, x;   ///< (N, d); the same tensor without dropout
  Tensor weight, bias;  ///< (d)
};

/// Queries (M, d) with their layout, keys and values (N, d) with theirs.
struct AttentionRows {
  Tensor query, key, value;
  std::shared_ptr<const Layout> queries, keys;
  int64_t heads = 1;
  Tensor bias = {};  ///< as transformer_layer() takes it, or undefined
};
struct Attended {
  Tensor out, scales;  ///< (M, d), (M, heads, 2)
};
struct AttentionGradients {
  Tensor query, key, value;
  Tensor bias;  ///< undefined unless wanted
};

/// An LSTM layer over ragged rows, but for its tensors.
struct LstmShape {
  std::shared_ptr<const Layout> layout;
  int64_t in = 0, hidden = 0;
  size_t directions = 1;
  bool want_rows = false, differentiable = false;
  int64_t width() const { return static_cast<int64_t>(directions) * hidden; }  ///< of the states
};
/// What a device keeps of a forward pass and is no tensor.
struct LstmMemory {
  virtual ~LstmMemory() = default;
};
/// What forward leaves for one backward: tensors that autograd keeps, and memory that backward uses up.
struct LstmTrace {
  std::vector<Tensor> tensors;
  std::shared_ptr<LstmMemory> memory;
};
struct LstmForward {
  LstmStates states;
  LstmTrace trace;  ///< empty unless differentiable
};
struct LstmGradients {
  Tensor x;                     ///< (N, in), or undefined
  std::vector<Tensor> weights;  ///< of each direction: input, state, input bias, state bias
};

/// What a device computes below the autograd functions of this floor. on_cpu/ runs kernels/cpu on all threads; on_cuda/
/// queues kernels/cuda and LibTorch's matrix products on the current stream and waits for nothing. Tensors are
/// contiguous float32 on that device, and results are new ones, unless said. bf16: both factors of a product rounded,
/// sums in float32. Formulas stand at the head of the files of kernels/cpu.
struct Operations {
  // Rows of features.
  /// x Wt + b: x (N, in), weight (out, in), bias (out) -> (N, out).
  Tensor (*linear)(const Tensor& x, const Tensor& weight, const Tensor& bias, Precision);
  /// Gradient of linear for x: g W, (N, out) -> (N, in); added to `sum` where it is defined.
  Tensor (*linear_input_gradient)(const Tensor& gradient, const Tensor& weight, Precision, const Tensor& sum);
  /// Gradient of linear for the weight: gt x, (out, in).
  Tensor (*linear_weight_gradient)(const Tensor& gradient, const Tensor& x, Precision);
  /// Gradient of linear for the bias: sums over rows, (out).
  Tensor (*sum_of_rows)(const Tensor& gradient);
  Normalised (*add_norm)(const Tensor& x, const Tensor& residual, const Tensor& weight, const Tensor& bias,
                         double epsilon, const DropoutKeys& keys);
  AddNormGradients (*add_norm_gradients)(const Tensor& gradient, const Tensor& normal, const Tensor& deviation,
                                         const Tensor& weight, const DropoutKeys& keys);
  Tensor (*gelu)(const Tensor& x);
  /// Turns the gradient of gelu(x) into that of x, in place.
  void (*gelu_gradient)(const Tensor& x, const Tensor& gradient);

  // Attention of each utterance over its own rows.
  int64_t widest_head = std::numeric_limits<int64_t>::max();
  Attended (*attention)(const AttentionRows& rows, const DropoutKeys& keys);
  AttentionGradients (*attention_gradients)(const AttentionRows& rows, const Tensor& scales, const Tensor& gradient,
                                            const DropoutKeys& keys, bool of_bias);

  // Dropout; keys are empty without active draws or p = 0.
  /// As dropout_scales(): identities on any device, any floating type.
  Tensor (*dropout_scales)(const Tensor& rows, const Tensor& columns, double p, const Draws& draws, torch::Dtype dtype);
  /// Keys of dropout on rows of `width` features.
  DropoutKeys (*feature_keys)(const Layout& rows, int64_t width, double p, const Draws& draws);
  /// Keys of dropout on probabilities: rows are queries, columns (head, position of the key).
  DropoutKeys (*attention_keys)(const Layout& queries, const Layout& keys, int64_t heads, double p, const Draws& draws);

  // The LSTM of packed_lstm(). Weights as LstmGradients lists them; gradients of states may be undefined.
  int64_t widest_state = std::numeric_limits<int64_t>::max();
  LstmForward (*lstm)(const LstmShape& shape, const Tensor& x, at::TensorList weights);
  LstmGradients (*lstm_gradients)(const LstmShape& shape, const LstmTrace& trace, const Tensor& d_final_states,
                                  const Tensor& d_rows, bool of_x);

  /// As adam_step() and joint_norm(), for at least one tensor.
  void (*adam_step)(const std::vector<AdamParameter>& parameters, const AdamOptions& options, const GradientClip& clip);
  Tensor (*joint_norm)(const std::vector<Tensor>& tensors);
};

/// Those of a GPU that this build has kernels for, else those of the CPU.
const Operations& operations(torch::Device device);

/// Whether operations() take this tensor: float32 on a CPU, or on a GPU that this build has kernels for.
bool fits_fused_kernels(const Tensor& tensor);

/// "fused avx512_bf16 fp32", "fused cuda bf16", "reference": with say_machine(), what bit-identity depends on.
std::string say_compute(const Compute& compute, torch::Device device);

}  // namespace mmim
