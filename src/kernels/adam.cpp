#include "kernels/adam.h"

#include "kernels/operations.h"

namespace mmim {

void adam_step(const std::vector<AdamParameter>& parameters, const AdamOptions& options, const GradientClip& clip) {
  if (parameters.empty()) return;
  for (const AdamParameter& parameter : parameters)  // written behind autograd's back, which must know
    parameter.value.unsafeGetTensorImpl()->bump_version();
  operations(parameters.front().value.device()).adam_step(parameters, options, clip);
}

Tensor joint_norm(const std::vector<Tensor>& tensors) {
  if (tensors.empty()) return at::scalar_tensor(0.0, at::kDouble);
  return operations(tensors.front().device()).joint_norm(tensors);
}

}  // namespace mmim
