#pragma once
#include "kernels/cuda/kernels.h"
#include "kernels/operations.h"

namespace mmim::on_cuda {

/// The mask of these keys, as kernels/cuda takes it.
cuda::DropoutMask mask_of(const DropoutKeys& keys);

}  // namespace mmim::on_cuda
