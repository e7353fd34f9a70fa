#include "train/optimizer.h"

#include "core/error.h"

namespace mmim {

Optimizer::Moments& Optimizer::of(const NamedParameter& parameter) {
  const auto [place, fresh] = moments_.try_emplace(parameter.name);
  if (fresh) {
    const Tensor& value = parameter.value;
    place->second = {torch::zeros_like(value), torch::zeros_like(value),
                     torch::zeros({}, value.options().dtype(torch::kFloat).requires_grad(false))};
  }
  return place->second;
}

void Optimizer::step(const std::vector<ParameterGroup>& groups, const OptimizerOptions& options, double rate) {
  const torch::NoGradGuard no_gradient;
  for (const ParameterGroup& group : groups) {
    std::vector<Tensor> values, gradients, firsts, seconds, steps;
    for (const NamedParameter& parameter : group.parameters) {
      const Tensor& gradient = parameter.value.grad();
      if (!gradient.defined()) continue;
      const Moments& moments = of(parameter);
      values.push_back(parameter.value);
      gradients.push_back(gradient.contiguous());
      firsts.push_back(moments.first);
      seconds.push_back(moments.second);
      steps.push_back(moments.steps);
    }
    if (values.empty()) continue;
    at::_foreach_add_(steps, 1);
    at::_fused_adam_(values, gradients, firsts, seconds, {}, steps, group.learning_rate * rate, options.beta1,
                     options.beta2, group.weight_decay, options.epsilon, /*amsgrad=*/false, /*maximize=*/false);
  }
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
