#pragma once
#include <string>

#include "core/error.h"
#include "tensor/torch.h"

namespace mmim {

/// Of a backward pass with create_graph: Error, as what the fused operations give has no graph behind it.
inline void refuse_second_gradients(const std::string& operation) {
  if (at::GradMode::is_enabled())
    throw Error(operation + " on the fused route has no second gradients; --train.route reference has them");
}

}  // namespace mmim
