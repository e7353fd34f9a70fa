#include "information/class_entropy.h"

#include <cmath>
#include <limits>
#include <numbers>

namespace mmim {

void EntropyOptions::list(Options& o) {
  o.choice("covariance", covariance, {{"full", Covariance::full}, {"diagonal", Covariance::diagonal}},
           {"covariance of a class (D4)", {}, "paper eq. 5: diagonal; code: full"});
  o.choice("split", split,
           {{"non-negative", Split::non_negative}, {"strict", Split::strict}, {"single", Split::single}},
           {"classes: >= 0 and < 0; > 0 and < 0 with zeros in neither (D3); or one Gaussian over all rows (Table 4, "
            "w/o GMM)",
            {},
            "paper: non-negative; code: strict"});
  o.choice("gradient", gradient, {{"whole", Gradient::whole}, {"batch", Gradient::batch}},
           {.meaning = "of the entropy over memory and batch. batch: the remembered rows are constants, so that the "
                       "bound rewards shrinking (D26). whole: the gradient of each class times N_c / N_c(current)",
            .source = "Algorithm 1, code: batch",
            .earlier = "batch"});
  o.add("guard", guard,
        {"added to every variance before the logarithm; below exp(-10), the likelihood's least variance; 0: as "
         "published",
         between(0, 1), "paper: silent; code: 0"});
  o.add("least_rows", least_rows,
        {"rows every class must hold before a pair's entropy counts; 0: as published", at_least(0),
         "paper: silent; code: 0"});
}

namespace {

/// `value`, whose gradient is `factor` times as large.
Tensor with_gradient_times(const Tensor& value, const Tensor& factor) {
  if (value.requires_grad()) value.register_hook([factor](const Tensor& gradient) { return gradient * factor; });
  return value;
}

/// N_c / N_c(current) for the class of these weights; 1 where it has no current rows, since 0 times infinity is NaN.
Tensor share_of_current(const Tensor& weight, int64_t remembered) {
  const Tensor current = weight.slice(0, remembered).sum();
  return at::where(current > 0, weight.sum() / current.clamp_min(1), at::ones_like(current));
}

/// log det of the covariance of the rows with weight 1; 0 and without a gradient unless `counts`.
Tensor log_determinant(const Tensor& rows, const Tensor& weight, const Tensor& counts, const EntropyOptions& options) {
  const Tensor shares = (weight / weight.sum().clamp_min(1)).unsqueeze(1);
  const Tensor centred = rows - (shares * rows).sum(0, true);
  if (options.covariance == EntropyOptions::Covariance::diagonal) {
    const Tensor variance = (shares * centred.square()).sum(0) + options.guard;
    return at::where(counts, variance, at::ones_like(variance)).log().sum();
  }
  const Tensor identity = at::eye(rows.size(1), rows.options());
  const Tensor covariance = at::mm((centred * shares).t(), centred) + options.guard * identity;
  const auto [factor, info] = at::linalg_cholesky_ex(at::where(counts, covariance, identity));
  const Tensor value = 2 * factor.diagonal().log().sum();
  return at::where(info == 0, value, at::full_like(value, std::numeric_limits<double>::quiet_NaN()));
}

}  // namespace

std::vector<Tensor> class_weights(const Tensor& labels, EntropyOptions::Split split) {
  const auto weights = [&](const Tensor& mask) { return mask.to(labels.scalar_type()); };
  if (split == EntropyOptions::Split::single) return {at::ones_like(labels)};
  const Tensor negative = weights(labels < 0);
  return {weights(split == EntropyOptions::Split::strict ? labels > 0 : labels >= 0), negative};
}

Tensor class_entropy(const LabelledRows& given, const EntropyOptions& options) {
  const Tensor rows = given.rows.to(at::kDouble);  // in fp32 an ill-conditioned covariance loses four digits
  const std::vector<Tensor> classes = class_weights(given.labels.to(rows.scalar_type()).reshape(-1), options.split);
  Tensor enough = at::ones({}, rows.options().dtype(at::kBool));
  for (const Tensor& weight : classes) enough = at::logical_and(enough, weight.sum() >= options.least_rows);
  Tensor entropy = at::zeros({}, rows.options());
  for (const Tensor& weight : classes) {
    const Tensor counts = at::logical_and(enough, weight.sum() > 0);
    Tensor value = log_determinant(rows, weight, counts, options);
    if (options.gradient == EntropyOptions::Gradient::whole && given.remembered > 0)
      value = with_gradient_times(value, share_of_current(weight, given.remembered));
    entropy = entropy + value / (2.0 * static_cast<double>(classes.size()));
  }
  return entropy.to(given.rows.scalar_type() == at::kDouble ? at::kDouble : at::kFloat);
}

Tensor entropy_in_nats(const LabelledRows& given, const EntropyOptions& options, const Tensor& known) {
  const torch::NoGradGuard no_gradient;
  const std::vector<Tensor> classes = class_weights(given.labels.reshape(-1), options.split);
  const auto width = static_cast<double>(given.rows.size(1));
  Tensor entropy = (known.defined() ? known : class_entropy(given, options)) +
                   width / 2 * std::log(2 * std::numbers::pi * std::numbers::e) +
                   std::log(static_cast<double>(classes.size()));
  for (const Tensor& weight : classes)
    entropy = at::where(weight.sum() >= std::max<int64_t>(1, options.least_rows), entropy,
                        at::full_like(entropy, std::numeric_limits<double>::quiet_NaN()));
  return entropy;
}

}  // namespace mmim
