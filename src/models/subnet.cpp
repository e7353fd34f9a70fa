#include "models/subnet.h"

#include "kernels/dropout.h"

namespace mmim {

Subnet::Subnet(int64_t in, int64_t out, double dropout)
    : norm_{register_module("norm", std::make_shared<BatchNorm>(in))},
      layers_{register_module("layers", std::make_shared<Mlp>(std::vector<int64_t>{in, out, out, out},
                                                              Activation::relu))},
      dropout_(dropout) {}

Tensor Subnet::forward(const Tensor& x, const Tensor& identities, const Draws& draws, bool training) {
  const Tensor normal = training ? norm_->train_forward(x) : norm_->forward(x);
  return at::relu(layers_->forward(mmim::dropout(normal, dropout_, identities, draws)));
}

}  // namespace mmim
