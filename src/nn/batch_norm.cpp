#include "nn/batch_norm.h"

namespace mmim {

namespace {

constexpr double kEpsilon = 1e-5, kMomentum = 0.1;

}  // namespace

BatchNorm::BatchNorm(int64_t width)
    : weight_{register_parameter("weight", at::ones({width}))},
      bias_{register_parameter("bias", at::zeros({width}))},
      running_mean_{register_buffer("running_mean", at::zeros({width}))},
      running_var_{register_buffer("running_var", at::ones({width}))},
      num_batches_tracked_{register_buffer("num_batches_tracked", at::zeros({}, at::kLong))} {}

Tensor BatchNorm::train_forward(const Tensor& x) {
  if (x.size(0) == 1) return forward(x);
  num_batches_tracked_.add_(1);
  return at::batch_norm(x, weight_, bias_, running_mean_, running_var_, /*training=*/true, kMomentum, kEpsilon, false);
}

Tensor BatchNorm::forward(const Tensor& x) const {
  return at::batch_norm(x, weight_, bias_, running_mean_, running_var_, /*training=*/false, kMomentum, kEpsilon, false);
}

}  // namespace mmim
