#include "nn/weights/module_arrays.h"

#include <algorithm>

#include "core/error.h"
#include "core/names.h"
#include "nn/weights/arrays.h"

namespace mmim {

namespace {

NamedTensors tensors_of(const torch::nn::Module& module) {
  NamedTensors tensors;
  for (const auto& item : module.named_parameters()) tensors.emplace_back(item.key(), item.value());
  for (const auto& item : module.named_buffers()) tensors.emplace_back(item.key(), item.value());
  return tensors;
}

}  // namespace

NamedArrays arrays_of(const torch::nn::Module& module) {
  NamedArrays arrays;
  for (const auto& [name, tensor] : tensors_of(module)) arrays.arrays.emplace_back(name, to_array(tensor));
  return arrays;
}

void fill(torch::nn::Module& module, const NamedArrays& arrays, const std::string& where) {
  const torch::NoGradGuard no_gradient;
  std::vector<std::string> known;
  for (auto& [name, target] : tensors_of(module)) {
    known.push_back(name);
    const Array* array = arrays.find(name);
    if (!array) throw DataError(where + ": tensor `" + name + "` is missing");
    if (array->shape != target.sizes().vec())
      throw DataError(where + ": tensor `" + name + "` has shape " + say_shape(array->shape) + ", the model wants " +
                      say_shape(target.sizes().vec()));
    target.copy_(to_tensor(*array));
  }
  for (const auto& [name, array] : arrays.arrays)
    if (std::find(known.begin(), known.end(), name) == known.end())
      throw DataError(where + ": tensor `" + name + "` is unexpected" + did_you_mean(name, known));
}

}  // namespace mmim
