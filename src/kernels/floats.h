#pragma once
#include "tensor/torch.h"

namespace mmim {

/// The values of a float32 tensor where they lie, to read (null for an undefined one) and to write.
inline const float* read(const Tensor& tensor) { return tensor.defined() ? tensor.const_data_ptr<float>() : nullptr; }
inline float* write(const Tensor& tensor) { return tensor.mutable_data_ptr<float>(); }

/// New float32 numbers on the CPU, not yet written.
inline Tensor floats(at::IntArrayRef shape) { return at::empty(shape, at::kFloat); }

}  // namespace mmim
