#pragma once
#include "kernels/adam.h"
#include "models/model.h"
#include "tensor/compute.h"

namespace mmim {

/// What a stage steps, in the order of its groups.
std::vector<Tensor> stepped_parameters(const Stage& stage);

/// The gradients that count in the stage's clip: those defined among what it steps (over stepped) or in the whole
/// model.
std::vector<Tensor> clipped_gradients(const torch::nn::Module& model, const Stage& stage);

/// Euclidean norm of all `gradients` together, a float64 scalar on their device; 0 for none. On the fused route by its
/// kernels where they apply.
Tensor norm_of(const std::vector<Tensor>& gradients, Route route);

/// What the clip does to each gradient, given the norm of clipped_gradients(): times min(1, limit / (norm + 1e-6)), or
/// within +-limit.
GradientClip clip_of(const Clip& clip, double norm);

/// The same given the norm as norm_of() gave it, without waiting for its device: a factor there.
GradientClip clip_on_device(const Clip& clip, const Tensor& norm);

/// The clip applied to `gradients` where they lie.
void clip_in_place(const std::vector<Tensor>& gradients, const GradientClip& clip);

/// While it lives, every parameter of `model` that `stage` does not step needs no gradient, if the stage clips over
/// what it steps; so that no gradient is computed whose result is thrown away.
class Frozen {
 public:
  Frozen(const torch::nn::Module& model, const Stage& stage);
  Frozen(const Frozen&) = delete;
  Frozen& operator=(const Frozen&) = delete;
  ~Frozen();

 private:
  std::vector<Tensor> frozen_;
};

}  // namespace mmim
