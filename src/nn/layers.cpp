#include "nn/layers.h"

#include <cmath>

namespace mmim {

Linear::Linear(int64_t in, int64_t out) {
  const double bound = 1 / std::sqrt(static_cast<double>(in));
  weight = register_parameter("weight", at::empty({out, in}).uniform_(-bound, bound));
  bias = register_parameter("bias", at::empty({out}).uniform_(-bound, bound));
}

LayerNorm::LayerNorm(int64_t width, double epsilon) : epsilon_(epsilon) {
  weight = register_parameter("weight", at::ones({width}));
  bias = register_parameter("bias", at::zeros({width}));
}

Embedding::Embedding(int64_t rows, int64_t width, int64_t padding) : padding_(padding) {
  weight = register_parameter("weight", at::empty({rows, width}).normal_(0, 1));
}

}  // namespace mmim
