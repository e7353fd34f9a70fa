#pragma once
#include "formats/array.h"
#include "tensor/torch.h"

namespace mmim {

/// A tensor that owns a copy of the array, same type and shape.
Tensor to_tensor(const Array& array);
/// The array of a tensor: a contiguous copy on the CPU, kept alive by the array.
Array to_array(const Tensor& tensor);

}  // namespace mmim
