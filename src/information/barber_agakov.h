#pragma once
#include "information/class_history.h"
#include "information/gaussian.h"

namespace mmim {

struct BarberAgakovOptions {
  GaussianOptions likelihood;
  EntropyOptions entropy;
  /// Rows the entropy is estimated on: y itself, or tanh(Linear(y)) of width floor(d / divisor) as published (D5).
  enum class Rows { raw, projected } rows = Rows::raw;
  int64_t divisor = 4;
  int64_t memory = 1;  ///< batches remembered; 0: no history
  void list(Options& o);
};

/// The bound for one pair, x predicting y: I(x; y) >= log-likelihood + H(y) (paper eq. 3). Parameters
/// "gaussian.mean.*", "gaussian.log_variance.*" (q) and "entropy_projection.*".
class BarberAgakov : public torch::nn::Module {
 public:
  BarberAgakov(int64_t x_width, int64_t y_width, const BarberAgakovOptions& options);
  Tensor log_likelihood(const Tensor& x, const Tensor& y) const;  ///< paper eq. 4
  /// Rows of y (B, d_y) that the entropy is estimated on: (B, d_y) or (B, floor(d_y / divisor)).
  Tensor entropy_rows(const Tensor& y) const;
  /// H(y) over memory and current rows (paper eq. 8).
  Tensor entropy(const LabelledRows& current) const { return class_entropy(history.with(current), options_.entropy); }
  /// I_BA in nats with all constants, without a gradient: the full log-likelihood (mean over B) of y (B, d_y) given x,
  /// plus H over `rows`. NaN where entropy_in_nats() is; undefined where the entropy is that of projected rows.
  /// `entropy`: that of `rows` where it was computed before.
  Tensor information(const Tensor& x, const Tensor& y, const LabelledRows& rows, const Tensor& entropy = {}) const;
  std::vector<Tensor> projection_parameters() const;  ///< none when rows are raw
  ClassHistory history;
  const ConditionalGaussian& gaussian() const { return *gaussian_; }

 private:
  BarberAgakovOptions options_;
  std::shared_ptr<ConditionalGaussian> gaussian_;
  std::shared_ptr<Linear> projection_;
};

}  // namespace mmim
