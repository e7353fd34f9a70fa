#pragma once
#include "core/options.h"
#include "nn/mlp.h"

namespace mmim {

struct GaussianOptions {
  /// full: log N(y | mean, variance); published: without -1/2 log variance - 1/2 log 2 pi (D1).
  enum class Form { full, published } form = Form::full;
  /// of the network's log-variance s: none (D2), tanh(s), or smooth: 10 tanh(s / 10).
  enum class Bound { none, tanh, smooth } bound = Bound::smooth;
  void list(Options& o);
};

/// Mean and log-variance of a diagonal Gaussian, each (B, d).
struct Moments {
  Tensor mean, log_variance;
};

/// (1/B) sum over utterances and dimensions of log q(y | x): L_lld of paper eq. 4. y (B, d). Scalar, in nats when full.
Tensor log_likelihood(const Tensor& y, const Moments& moments, GaussianOptions::Form form);

/// Log-variance with its bound applied.
Tensor bounded(const Tensor& log_variance, GaussianOptions::Bound bound);

/// q(y | x): two small networks, Linear(d_x -> d_y), ReLU, Linear(d_y -> d_y), for mean and log-variance.
class ConditionalGaussian : public torch::nn::Module {
 public:
  ConditionalGaussian(int64_t x_width, int64_t y_width, const GaussianOptions& options);
  Moments forward(const Tensor& x) const;  ///< x (B, d_x)

 private:
  GaussianOptions options_;
  std::shared_ptr<Mlp> mean_, log_variance_;
};

}  // namespace mmim
