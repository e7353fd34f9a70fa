#include "losses/mmd.h"

namespace mmim {

Tensor mmd(const Tensor& x, const Tensor& y) {
  const auto width = static_cast<double>(x.size(1));
  const auto mean_kernel = [&](const Tensor& a, const Tensor& b) {
    return at::exp((a.unsqueeze(1) - b.unsqueeze(0)).square().mean(2) / -width).mean();
  };
  return mean_kernel(x, x) + mean_kernel(y, y) - 2 * mean_kernel(x, y);
}

}  // namespace mmim
