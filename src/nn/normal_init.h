#pragma once
#include "tensor/torch.h"

namespace mmim {

/// Weights of two and more dimensions drawn from N(0, .02), biases 0; LayerNorms stay. As BERT was initialised, and as
/// Hugging Face initialises what its checkpoint lacks.
void normal_as_bert(torch::nn::Module& module);

}  // namespace mmim
