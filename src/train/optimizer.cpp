#include "train/optimizer.h"

#include <cmath>

#include "core/error.h"
#include "kernels/operations.h"
#include "train/clip.h"

namespace mmim {

namespace {

/// value -= rate * sqrt(1 - beta2^t) / (1 - beta1^t) * m / (sqrt(v) + epsilon)
void step_with_plain_epsilon(Tensor& value, const Tensor& gradient, Tensor& first, Tensor& second, double steps,
                             const AdamOptions& o) {
  first.mul_(o.beta1).add_(gradient, 1 - o.beta1);
  second.mul_(o.beta2).addcmul_(gradient, gradient, 1 - o.beta2);
  const double rate = o.rate * std::sqrt(1 - std::pow(o.beta2, steps)) / (1 - std::pow(o.beta1, steps));
  value.addcdiv_(first, second.sqrt().add_(o.epsilon), -rate);
}

}  // namespace

bool Optimizer::fused(const Tensor& value) const {
  return route_ == Route::fused && fits_fused_kernels(value) && value.is_contiguous();
}

Optimizer::Moments& Optimizer::of(const NamedParameter& parameter) {
  const auto [place, fresh] = moments_.try_emplace(parameter.name);
  if (fresh) {
    const Tensor& value = parameter.value;
    const torch::Device counted = fused(value) ? torch::Device(torch::kCPU) : value.device();
    place->second = {torch::zeros_like(value), torch::zeros_like(value),
                     torch::zeros({}, torch::TensorOptions(torch::kFloat).device(counted))};
  }
  return place->second;
}

void Optimizer::step(const std::vector<ParameterGroup>& groups, const OptimizerOptions& options, double rate,
                     const GradientClip& clip) {
  const torch::NoGradGuard no_gradient;
  for (const ParameterGroup& group : groups) {
    const AdamOptions adam{.rate = group.learning_rate * rate,
                           .beta1 = options.beta1,
                           .beta2 = options.beta2,
                           .epsilon = options.epsilon,
                           .decay = group.weight_decay,
                           .how = options.decay,
                           .correct_epsilon = options.correct_epsilon};
    std::vector<NamedParameter> ours, reference;
    for (const NamedParameter& parameter : group.parameters) {
      if (!parameter.value.grad().defined()) continue;
      (fused(parameter.value) ? ours : reference).push_back(parameter);
    }
    if (!ours.empty()) step_fused(ours, adam, clip);
    if (!reference.empty()) step_reference(reference, adam, clip);
  }
}

void Optimizer::step_fused(const std::vector<NamedParameter>& parameters, const AdamOptions& options,
                           const GradientClip& clip) {
  std::vector<AdamParameter> stepped;
  for (const NamedParameter& parameter : parameters) {
    const Moments& moments = of(parameter);
    float& steps = *moments.steps.mutable_data_ptr<float>();
    steps += 1;
    stepped.push_back({parameter.value, parameter.value.grad().contiguous(), moments.first, moments.second,
                       static_cast<int64_t>(steps)});
  }
  adam_step(stepped, options, clip);
}

void Optimizer::step_reference(const std::vector<NamedParameter>& parameters, const AdamOptions& options,
                               const GradientClip& clip) {
  std::vector<Tensor> values, gradients, firsts, seconds, steps;
  for (const NamedParameter& parameter : parameters) {
    const Moments& moments = of(parameter);
    values.push_back(parameter.value);
    gradients.push_back(parameter.value.grad().contiguous());
    firsts.push_back(moments.first);
    seconds.push_back(moments.second);
    steps.push_back(moments.steps);
  }
  clip_in_place(gradients, clip);
  at::_foreach_add_(steps, 1);
  const double coupled = options.how == Decay::coupled ? options.decay : 0, kept = 1 - options.rate * options.decay;
  if (options.how == Decay::before) at::_foreach_mul_(values, kept);
  if (options.correct_epsilon)
    at::_fused_adam_(values, gradients, firsts, seconds, {}, steps, options.rate, options.beta1, options.beta2, coupled,
                     options.epsilon, /*amsgrad=*/false, /*maximize=*/false);
  else
    for (size_t i = 0; i < values.size(); ++i)
      step_with_plain_epsilon(values[i], gradients[i] + coupled * values[i], firsts[i], seconds[i],
                              steps[i].item<double>(), options);
  if (options.how == Decay::after) at::_foreach_mul_(values, kept);
}

NamedTensors Optimizer::state() const {
  NamedTensors state;
  for (const auto& [name, moments] : moments_) {
    state.emplace_back("first/" + name, moments.first);
    state.emplace_back("second/" + name, moments.second);
    state.emplace_back("steps/" + name, moments.steps);
  }
  return state;
}

void Optimizer::restore(const NamedTensors& state, const std::vector<Stage>& stages, const std::string& where) {
  const torch::NoGradGuard no_gradient;
  std::map<std::string, NamedParameter> known;
  for (const Stage& stage : stages)
    for (const ParameterGroup& group : stage.groups)
      for (const NamedParameter& parameter : group.parameters) known.emplace(parameter.name, parameter);
  moments_.clear();
  for (const auto& [path, saved] : state) {
    const size_t slash = path.find('/');
    const std::string kind = path.substr(0, slash);
    const auto place = known.find(slash == std::string::npos ? "" : path.substr(slash + 1));
    if (place == known.end())
      throw DataError(where + ": tensor `" + path + "` belongs to no parameter that is trained");
    Moments& moments = of(place->second);
    Tensor& target = kind == "first" ? moments.first : kind == "second" ? moments.second : moments.steps;
    if (target.sizes() != saved.sizes())
      throw DataError(where + ": tensor `" + path + "` has not the parameter's shape");
    target.copy_(saved);
  }
}

}  // namespace mmim
