#include "train/clip.h"

#include <algorithm>
#include <unordered_set>

#include "kernels/operations.h"

namespace mmim {

namespace {

std::vector<Tensor> gradients_of(const std::vector<Tensor>& parameters) {
  std::vector<Tensor> gradients;
  for (const Tensor& parameter : parameters)
    if (parameter.grad().defined()) gradients.push_back(parameter.grad());
  return gradients;
}

}  // namespace

std::vector<Tensor> stepped_parameters(const Stage& stage) {
  std::vector<Tensor> parameters;
  for (const ParameterGroup& group : stage.groups)
    for (const NamedParameter& parameter : group.parameters) parameters.push_back(parameter.value);
  return parameters;
}

std::vector<Tensor> clipped_gradients(const torch::nn::Module& model, const Stage& stage) {
  return gradients_of(stage.clip.over == Clip::Over::all ? model.parameters() : stepped_parameters(stage));
}

Tensor norm_of(const std::vector<Tensor>& gradients, Route route) {
  if (gradients.empty()) return torch::zeros({}, torch::kDouble);
  const torch::NoGradGuard no_gradient;
  const bool fits = std::all_of(gradients.begin(), gradients.end(), [](const Tensor& gradient) {
    return fits_fused_kernels(gradient) && gradient.is_contiguous();
  });
  if (route == Route::fused && fits) return joint_norm(gradients);
  return at::stack(at::_foreach_norm(gradients)).to(torch::kDouble).norm();
}

GradientClip clip_of(const Clip& clip, double norm) {
  if (clip.kind == Clip::Kind::norm) return {.scale = std::min(1.0, clip.limit / (norm + 1e-6))};
  return {.scale = 1, .limit = clip.kind == Clip::Kind::value ? clip.limit : 0};
}

GradientClip clip_on_device(const Clip& clip, const Tensor& norm) {
  if (clip.kind != Clip::Kind::norm) return clip_of(clip, 0);
  return {.factor = (torch::full_like(norm, clip.limit) / (norm + 1e-6)).clamp_max(1)};
}

void clip_in_place(const std::vector<Tensor>& gradients, const GradientClip& clip) {
  if (gradients.empty()) return;
  const torch::NoGradGuard no_gradient;
  if (clip.scale != 1) at::_foreach_mul_(gradients, clip.scale);
  if (clip.factor.defined()) at::_foreach_mul_(gradients, clip.factor);
  if (clip.limit > 0) {
    at::_foreach_clamp_max_(gradients, clip.limit);
    at::_foreach_clamp_min_(gradients, -clip.limit);
  }
}

Frozen::Frozen(const torch::nn::Module& model, const Stage& stage) {
  if (stage.clip.over == Clip::Over::all) return;
  std::unordered_set<const void*> stepped;
  for (const Tensor& parameter : stepped_parameters(stage)) stepped.insert(parameter.unsafeGetTensorImpl());
  for (Tensor& parameter : model.parameters()) {
    if (!parameter.requires_grad() || stepped.contains(parameter.unsafeGetTensorImpl())) continue;
    parameter.set_requires_grad(false);
    frozen_.push_back(parameter);
  }
}

Frozen::~Frozen() {
  for (Tensor& parameter : frozen_) parameter.set_requires_grad(true);
}

}  // namespace mmim
