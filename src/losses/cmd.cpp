#include "losses/cmd.h"

namespace mmim {

Tensor central_moment_discrepancy(const Tensor& x, const Tensor& y, int64_t moments) {
  const auto distance = [](const Tensor& a, const Tensor& b) { return at::linalg_vector_norm(a - b, 2); };
  const Tensor mean_x = x.mean(0), mean_y = y.mean(0), centred_x = x - mean_x, centred_y = y - mean_y;
  Tensor sum = distance(mean_x, mean_y);
  for (int64_t k = 2; k <= moments; ++k) sum = sum + distance(centred_x.pow(k).mean(0), centred_y.pow(k).mean(0));
  return sum;
}

}  // namespace mmim
