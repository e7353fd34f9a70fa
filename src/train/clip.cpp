#include "train/clip.h"

#include <algorithm>
#include <unordered_set>

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

Tensor norm_of(const std::vector<Tensor>& gradients) {
  if (gradients.empty()) return torch::zeros({}, torch::kDouble);
  const torch::NoGradGuard no_gradient;
  return at::stack(at::_foreach_norm(gradients)).to(torch::kDouble).norm();
}

void clip_gradients(const Stage& stage, double norm) {
  const Clip& clip = stage.clip;
  if (clip.kind == Clip::Kind::none) return;
  const double scale = clip.limit / (norm + 1e-6);
  if (clip.kind == Clip::Kind::norm && scale >= 1) return;
  const std::vector<Tensor> gradients = gradients_of(stepped_parameters(stage));
  if (gradients.empty()) return;
  const torch::NoGradGuard no_gradient;
  if (clip.kind == Clip::Kind::norm) {
    at::_foreach_mul_(gradients, scale);
    return;
  }
  at::_foreach_clamp_max_(gradients, clip.limit);
  at::_foreach_clamp_min_(gradients, -clip.limit);
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
