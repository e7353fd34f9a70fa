#pragma once
#include "kernels/cuda/kernels.h"
#include "kernels/operations.h"

namespace mmim::on_cuda {

/// Dropout as kernels/cuda takes it.
cuda::Zeros zeros_of(const DropoutKeys& keys);

}  // namespace mmim::on_cuda
