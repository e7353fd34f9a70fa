#include "losses/cca.h"

#include <algorithm>
#include <limits>

namespace mmim {

namespace {

constexpr double kFloor = 1e-9, kNan = std::numeric_limits<double>::quiet_NaN();

Tensor centred(const Tensor& view) {
  const Tensor wide = view.to(at::kDouble);
  return wide - wide.mean(0, true);
}

Tensor inverse_root(const Tensor& symmetric) {
  const auto [values, vectors] = at::linalg_eigh(symmetric);
  const Tensor roots = at::where(values > kFloor, values.clamp_min(kFloor).rsqrt(), at::zeros_like(values));
  return at::matmul(vectors * roots, vectors.t());
}

class CcaFunction : public torch::autograd::Function<CcaFunction> {
 public:
  static Tensor forward(torch::autograd::AutogradContext* context, const Tensor& view1, const Tensor& view2,
                        double ridge, int64_t top) {
    if (!at::cat({view1, view2}, 1).isfinite().all().item<bool>()) {  // eigenvalues would not converge
      context->save_for_backward({at::full_like(view1, kNan), at::full_like(view2, kNan)});
      return at::full({}, kNan, view1.options());
    }
    const Canonical c = canonical(view1, view2, ridge);
    const int64_t all = c.correlations.size(0), count = top > 0 ? std::min(top, all) : all;
    const Tensor d = c.correlations.narrow(0, 0, count);
    const Tensor counts = (d > kFloor).to(at::kDouble);
    const Tensor u = at::matmul(c.root1, c.left.narrow(1, 0, count)) * counts,
                 v = at::matmul(c.root2, c.right.narrow(1, 0, count)) * counts;
    const Tensor x = centred(view1), y = centred(view2);
    // d corr / d view1 = (2 x G11 + y G12') / (m - 1), G12 = u v', G11 = -1/2 u diag(d) u'; view2 alike
    const auto gradient = [&](const Tensor& own, const Tensor& other, const Tensor& a, const Tensor& b) {
      return (at::matmul(at::matmul(own, a * d), a.t()) - at::matmul(at::matmul(other, b), a.t())) /
             static_cast<double>(view1.size(0) - 1);
    };
    context->save_for_backward(
        {gradient(x, y, u, v).to(view1.scalar_type()), gradient(y, x, v, u).to(view2.scalar_type())});
    return d.sum().neg().to(view1.scalar_type());
  }

  static torch::autograd::variable_list backward(torch::autograd::AutogradContext* context,
                                                 torch::autograd::variable_list outer) {
    const auto saved = context->get_saved_variables();
    return {saved[0] * outer[0], saved[1] * outer[0], Tensor(), Tensor()};
  }
};

}  // namespace

Canonical canonical(const Tensor& view1, const Tensor& view2, double ridge) {
  const Tensor x = centred(view1), y = centred(view2);
  const auto divisor = static_cast<double>(x.size(0) - 1);
  const auto within = [&](const Tensor& h) {
    return at::matmul(h.t(), h) / divisor + ridge * at::eye(h.size(1), h.options());
  };
  Canonical c;
  c.within1 = within(x);
  c.within2 = within(y);
  c.between = at::matmul(x.t(), y) / divisor;
  c.root1 = inverse_root(c.within1);
  c.root2 = inverse_root(c.within2);
  c.whitened = at::matmul(at::matmul(c.root1, c.between), c.root2);
  const auto [u, d, v_transposed] = at::linalg_svd(c.whitened, /*full_matrices=*/false);
  c.left = u;
  c.correlations = d;
  c.right = v_transposed.t();
  return c;
}

Tensor cca_loss(const Tensor& view1, const Tensor& view2, double ridge, int64_t top) {
  return CcaFunction::apply(view1, view2, ridge, top);
}

}  // namespace mmim
