#include "models/parts/task_head.h"

#include "kernels/dropout.h"

namespace mmim {

TaskHead::TaskHead(int64_t in, int64_t width, double dropout)
    : dropout_(dropout),
      layers_{register_module("0", std::make_shared<Linear>(in, width)),
              register_module("1", std::make_shared<Linear>(width, width)),
              register_module("2", std::make_shared<Linear>(width, 1))} {}

TaskHead::Out TaskHead::forward(const Tensor& x, const Tensor& identities, const Draws& draws) const {
  const Tensor feature = at::relu(layers_[0]->forward(mmim::dropout(x, dropout_, identities, draws)));
  return {feature, layers_[2]->forward(at::relu(layers_[1]->forward(feature))).squeeze(1)};
}

}  // namespace mmim
