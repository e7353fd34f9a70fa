#include "information/barber_agakov.h"

#include "core/error.h"

namespace mmim {

void BarberAgakovOptions::list(Options& o) {
  o.section("likelihood", likelihood);
  o.section("entropy", entropy);
  o.choice("rows", rows, {{"raw", Rows::raw}, {"projected", Rows::projected}},
           {"what the entropy is estimated on: y itself, or tanh(Linear(y)) (D5)", {}, "paper: raw; code: projected"});
  o.add("divisor", divisor, {"projected rows have width floor(d / divisor)", at_least(1), "code: 4"});
  o.add("memory", memory,
        {"batches the history remembers; 0: no history (Table 4)", between(0, 1000),
         "Table 3: 1 batch; grid of 4.3: 1, 2, 3"});
}

BarberAgakov::BarberAgakov(int64_t x_width, int64_t y_width, const BarberAgakovOptions& options)
    : history(options.memory),
      options_(options),
      gaussian_{
          register_module("gaussian", std::make_shared<ConditionalGaussian>(x_width, y_width, options.likelihood))} {
  if (options.rows == BarberAgakovOptions::Rows::raw) return;
  if (y_width / options.divisor < 1)
    throw ConfigError("a representation of width " + std::to_string(y_width) + " cannot be projected to its " +
                      std::to_string(options.divisor) + "th part for the entropy");
  projection_ = register_module("entropy_projection", std::make_shared<Linear>(y_width, y_width / options.divisor));
}

Tensor BarberAgakov::log_likelihood(const Tensor& x, const Tensor& y) const {
  return mmim::log_likelihood(y, gaussian_->forward(x), options_.likelihood.form);
}

Tensor BarberAgakov::entropy_rows(const Tensor& y) const { return projection_ ? at::tanh(projection_->forward(y)) : y; }

Tensor BarberAgakov::information(const Tensor& x, const Tensor& y, const LabelledRows& rows,
                                 const Tensor& entropy) const {
  if (projection_) return {};
  const torch::NoGradGuard no_gradient;
  const Tensor likelihood = mmim::log_likelihood(y, gaussian_->forward(x), GaussianOptions::Form::full);
  return likelihood + entropy_in_nats(rows, options_.entropy, entropy);
}

std::vector<Tensor> BarberAgakov::projection_parameters() const {
  return projection_ ? projection_->parameters() : std::vector<Tensor>{};
}

}  // namespace mmim
