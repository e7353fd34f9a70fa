#pragma once
#include "kernels/cpu/kernels.h"
#include "kernels/operations.h"

namespace mmim::on_cpu {

/// As Operations::dropout_scales, which takes identities on any device and gives any floating type.
Tensor dropout_scales(const Tensor& rows, const Tensor& columns, double p, const Draws& draws, torch::Dtype dtype);

/// The mask of these keys, as kernels/cpu takes it.
cpu::DropoutMask mask_of(const DropoutKeys& keys);

}  // namespace mmim::on_cpu
