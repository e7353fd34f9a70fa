#include "nn/normal_init.h"

namespace mmim {

void normal_as_bert(torch::nn::Module& module) {
  const torch::NoGradGuard no_gradient;
  for (auto& parameter : module.named_parameters()) {
    if (parameter.key().find("LayerNorm") != std::string::npos) continue;
    if (parameter.value().dim() > 1)
      parameter.value().normal_(0, 0.02);
    else
      parameter.value().zero_();
  }
}

}  // namespace mmim
