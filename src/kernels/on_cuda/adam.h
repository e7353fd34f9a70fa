#pragma once
#include "kernels/adam.h"

namespace mmim {

/// adam_step() and joint_norm() on a GPU, where nothing waits for the device. Not empty, all on one device.
void cuda_adam_step(const std::vector<AdamParameter>& parameters, const AdamOptions& options, const GradientClip& clip);
Tensor cuda_joint_norm(const std::vector<Tensor>& tensors);

}  // namespace mmim
