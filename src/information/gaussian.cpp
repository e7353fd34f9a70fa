#include "information/gaussian.h"

#include <cmath>
#include <numbers>

namespace mmim {

void GaussianOptions::list(Options& o) {
  o.choice("form", form, {{"full", Form::full}, {"published", Form::published}},
           {"Gaussian log-likelihood in full, or as the published code has it: without the log-variance and the "
            "constant (D1)",
            {},
            "paper: full"});
  o.choice("bound", bound, {{"none", Bound::none}, {"tanh", Bound::tanh}, {"smooth", Bound::smooth}},
           {"bound of the log-variance s: none (D2), tanh(s), or smooth: 10 tanh(s / 10)",
            {},
            "paper: silent; code: none; CLUB: tanh"});
}

Tensor bounded(const Tensor& log_variance, GaussianOptions::Bound bound) {
  if (bound == GaussianOptions::Bound::tanh) return at::tanh(log_variance);
  if (bound == GaussianOptions::Bound::smooth) return at::tanh(log_variance / 10) * 10;
  return log_variance;
}

Tensor log_likelihood(const Tensor& y, const Moments& moments, GaussianOptions::Form form) {
  const Tensor deviation = y - moments.mean;
  Tensor terms = deviation.square() * at::exp(-moments.log_variance) * -0.5;
  if (form == GaussianOptions::Form::full)
    terms = terms - 0.5 * moments.log_variance - 0.5 * std::log(2 * std::numbers::pi);
  return terms.sum(-1).mean();
}

ConditionalGaussian::ConditionalGaussian(int64_t x_width, int64_t y_width, const GaussianOptions& options)
    : options_(options),
      mean_{register_module("mean",
                            std::make_shared<Mlp>(std::vector<int64_t>{x_width, y_width, y_width}, Activation::relu))},
      log_variance_{register_module(
          "log_variance", std::make_shared<Mlp>(std::vector<int64_t>{x_width, y_width, y_width}, Activation::relu))} {}

Moments ConditionalGaussian::forward(const Tensor& x) const {
  return {mean_->forward(x), bounded(log_variance_->forward(x), options_.bound)};
}

}  // namespace mmim
