#pragma once
#include "tensor/torch.h"

namespace mmim {

/// x; its gradient is multiplied by -weight (Ganin and Lempitsky, ICML 2015).
Tensor reverse_gradient(const Tensor& x, double weight);

}  // namespace mmim
