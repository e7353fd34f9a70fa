#include "train/weight_average.h"

#include <algorithm>

#include "core/error.h"

namespace mmim {

WeightAverage::WeightAverage(const Model& model, double keeps) : keeps_(keeps) {
  if (!active()) return;
  const torch::NoGradGuard no_gradient;
  for (const auto& parameter : model.named_parameters()) {
    weights_.push_back({parameter.key(), parameter.value()});
    means_.push_back({parameter.key(), parameter.value().detach().clone()});
  }
}

void WeightAverage::update() {
  if (!active()) return;
  const torch::NoGradGuard no_gradient;
  const auto count = static_cast<double>(++updates_);
  const double kept = std::min(keeps_, count / (count + 10));
  for (size_t i = 0; i < weights_.size(); ++i) means_[i].value.lerp_(weights_[i].value, 1 - kept);
}

void WeightAverage::exchange() {
  const torch::NoGradGuard no_gradient;
  for (size_t i = 0; i < weights_.size(); ++i) {
    const Tensor weights = weights_[i].value.clone();
    weights_[i].value.copy_(means_[i].value);
    means_[i].value.copy_(weights);
  }
}

NamedTensors WeightAverage::state() const {
  NamedTensors state;
  if (!active()) return state;
  for (const NamedParameter& mean : means_) state.emplace_back("mean/" + mean.name, mean.value);
  state.emplace_back("updates", at::full({}, updates_, at::kLong));
  return state;
}

void WeightAverage::restore(const NamedTensors& state, const std::string& where) {
  if (!active()) return;
  const torch::NoGradGuard no_gradient;
  const auto saved = [&](const std::string& name) -> const Tensor& {
    for (const auto& [path, tensor] : state)
      if (path == name) return tensor;
    throw DataError(where + ": tensor `" + name + "` is missing");
  };
  for (const NamedParameter& mean : means_) {
    const Tensor& tensor = saved("mean/" + mean.name);
    if (tensor.sizes() != mean.value.sizes())
      throw DataError(where + ": tensor `mean/" + mean.name + "` has not the parameter's shape");
    mean.value.copy_(tensor);
  }
  updates_ = saved("updates").item<int64_t>();
}

}  // namespace mmim
