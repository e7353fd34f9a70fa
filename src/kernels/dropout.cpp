#include "kernels/dropout.h"

#include <algorithm>

#include "kernels/operations.h"

namespace mmim {

uint32_t dropout_threshold(double p) { return static_cast<uint32_t>(std::min(p * 0x1p32, 0x1p32 - 1)); }

Tensor dropout_scales(const Tensor& rows, const Tensor& columns, double p, const Draws& draws, torch::Dtype dtype) {
  return operations(rows.device()).dropout_scales(rows, columns, p, draws, dtype);
}

namespace {

using torch::autograd::AutogradContext;
using torch::autograd::variable_list;

/// x * scales and its gradient g * scales; the scales are drawn again for the latter.
class Drop : public torch::autograd::Function<Drop> {
 public:
  static Tensor scales(const Tensor& x, const Tensor& identities, double p, const Draws& draws) {
    return dropout_scales(identities, at::arange(x.size(1), identities.options()), p, draws, x.scalar_type());
  }

  static Tensor forward(AutogradContext* context, const Tensor& x, const Tensor& identities, double p,
                        const Draws& draws) {
    context->save_for_backward({identities});
    context->saved_data["p"] = p;
    context->saved_data["key"] = static_cast<int64_t>(draws.key);
    return x * scales(x, identities, p, draws);
  }

  static variable_list backward(AutogradContext* context, const variable_list& gradients) {
    const Draws draws{true, static_cast<uint64_t>(context->saved_data["key"].toInt())};
    const Tensor identities = context->get_saved_variables().front();
    const double p = context->saved_data["p"].toDouble();
    return {gradients[0] * scales(gradients[0], identities, p, draws), {}, {}, {}};
  }
};

}  // namespace

Tensor dropout(const Tensor& x, double p, const Tensor& identities, const Draws& draws) {
  if (!draws.active || p <= 0) return x;
  return Drop::apply(x, identities, p, draws);
}

}  // namespace mmim
