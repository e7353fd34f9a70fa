#pragma once
#include "tensor/torch.h"

namespace mmim {

/// What clipping does to gradients on their way into a step: times `scale`, then within +-limit (0: no limit).
struct GradientClip {
  double scale = 1, limit = 0;
  Tensor factor{};  ///< multiplies scale: a scalar where the gradients are, not yet read; or undefined
};

/// How weight decay reaches a parameter. coupled: added to the clipped gradient before the moments. before, after:
/// the value shrinks by rate * decay before or after the step.
enum class Decay { coupled, before, after };

struct AdamOptions {
  double rate = 1e-3, beta1 = 0.9, beta2 = 0.999, epsilon = 1e-8, decay = 0;
  Decay how = Decay::coupled;
  bool correct_epsilon = true;  ///< epsilon beside the bias-corrected root of the second moment, else the uncorrected
};

/// A parameter in an Adam step, all float32, contiguous and on one device that fits; `steps` counts this one.
struct AdamParameter {
  Tensor value, gradient, first, second;
  int64_t steps = 1;
};

/// One step of Adam in one pass over memory; the formula stands in kernels/cpu/adam.cpp. Gradients are read and stay
/// as they are.
void adam_step(const std::vector<AdamParameter>& parameters, const AdamOptions& options, const GradientClip& clip);

/// Euclidean norm of all tensors together (float32, contiguous, on one device that fits), summed in an order that does
/// not depend on the number of threads: a float64 scalar on their device; 0 for none.
Tensor joint_norm(const std::vector<Tensor>& tensors);

}  // namespace mmim
