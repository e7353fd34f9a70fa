#pragma once
#include "formats/safetensors.h"
#include "tensor/torch.h"

namespace mmim {

/// Parameters and buffers of `module` by the names under which they are registered.
NamedArrays arrays_of(const torch::nn::Module& module);

/// Copies arrays into the parameters and buffers of `module`. DataError names `where` and the missing, unexpected or
/// mis-shaped tensor.
void fill(torch::nn::Module& module, const NamedArrays& arrays, const std::string& where);

}  // namespace mmim
