#include <cmath>
#include <numbers>

#include "corpus/synthetic.h"
#include "experiments/analyses/bound_figure.h"
#include "information/class_entropy.h"
#include "information/gaussian.h"
#include "train/optimizer.h"

namespace mmim {

namespace {

/// Sufficient statistics of both streams, (n, 1) in float64, with the labels (n).
struct Statistics {
  Tensor visual, acoustic, labels;
};

SyntheticOptions source_options(const BoundOptions& options) {
  SyntheticOptions synthetic;
  synthetic.utterances = options.utterances;
  synthetic.longest = 1;  // the statistic is that of the mean row, however many there are
  synthetic.seed = options.seed;
  return synthetic;
}

Statistics statistics(const SyntheticOptions& options, const std::vector<SplitName>& splits) {
  const auto source = synthetic_source(options);
  std::vector<double> visual, acoustic, labels;
  for (const SplitName split : splits)
    for (int64_t i = 0; i < source->size(split); ++i) {
      const Utterance one = source->read(split, i);
      visual.push_back(synthetic_statistic(options, Modality::visual, one.streams.visual.values));
      acoustic.push_back(synthetic_statistic(options, Modality::acoustic, one.streams.acoustic.values));
      labels.push_back(one.label.value());
    }
  const auto column = [](const std::vector<double>& values) { return torch::tensor(values, at::kDouble).unsqueeze(1); };
  return {column(visual), column(acoustic), torch::tensor(labels, at::kDouble)};
}

/// q(y|x) while it is trained with one form of its likelihood.
class Learner {
 public:
  Learner(const BoundOptions& options, const GaussianOptions& likelihood)
      : options_(options), form_(likelihood.form), q_(1, 1, likelihood), optimizer_(Route::reference) {
    q_.to(at::kDouble);
    ParameterGroup group{.name = "q", .parameters = {}, .learning_rate = options.rate};
    for (const auto& item : q_.named_parameters()) group.parameters.push_back({item.key(), item.value()});
    // The hidden layer of the mean is one unit wide, as y is. Begun on the linear side of its ReLU it can hold the
    // true mean, which is linear in x.
    const at::NoGradGuard no_gradient;
    q_.named_parameters()["mean.0.weight"].fill_(1);
    q_.named_parameters()["mean.0.bias"].fill_(4);
    q_.named_parameters()["mean.1.weight"].fill_(0);
    q_.named_parameters()["mean.1.bias"].fill_(0);
    groups_.push_back(std::move(group));
  }

  void update(const Statistics& batch, double rate) {
    q_.zero_grad();
    (-log_likelihood(batch.acoustic, q_.forward(batch.visual), form_)).backward();
    optimizer_.step(groups_, {}, rate);
  }

  /// Mean over held-out rows and its standard error, from the means of blocks of them.
  std::pair<double, double> look(const Statistics& rows) const {
    constexpr int64_t kBlocks = 50;
    const at::NoGradGuard no_gradient;
    const Moments moments = q_.forward(rows.visual);
    const int64_t size = rows.visual.size(0) / kBlocks;
    double sum = 0, squares = 0;
    for (int64_t block = 0; block < kBlocks; ++block) {
      const auto part = [&](const Tensor& all) { return all.narrow(0, block * size, size); };
      const double mean =
          log_likelihood(part(rows.acoustic), {part(moments.mean), part(moments.log_variance)}, form_).item<double>();
      sum += mean;
      squares += mean * mean;
    }
    const double mean = sum / kBlocks;
    return {mean, std::sqrt(std::max(0.0, squares / kBlocks - mean * mean) / (kBlocks - 1))};
  }

 private:
  BoundOptions options_;
  GaussianOptions::Form form_;
  ConditionalGaussian q_;
  Optimizer optimizer_;
  std::vector<ParameterGroup> groups_;
};

/// Entropy up to constants, as the model has it, with its constants: (d / 2) log(2 pi e), and log of the classes.
double entropy_with_constants(const Statistics& rows, EntropyOptions::Split split) {
  EntropyOptions options;
  options.split = split;
  const double classes = split == EntropyOptions::Split::single ? 1 : 2;
  return class_entropy({rows.acoustic, rows.labels}, options).item<double>() +
         0.5 * std::log(2 * std::numbers::pi * std::numbers::e) + std::log(classes);
}

/// E[log p(y|x)] of the true conditional: x = s + noise with variance 1 / r_x^2 in all, y alike, so that y given x is
/// N(r_x^2 x, 1 / r_y^2 - r_x^2).
double exact_likelihood(const Statistics& rows, const SyntheticOptions& options) {
  const double x = std::pow(options.visual_correlation, 2), y = std::pow(options.acoustic_correlation, 2);
  const Moments truth{x * rows.visual, at::full_like(rows.visual, std::log(1 / y - x))};
  return log_likelihood(rows.acoustic, truth, GaussianOptions::Form::full).item<double>();
}

}  // namespace

BoundStudy study_bound(const BoundOptions& options) {
  using Form = GaussianOptions::Form;
  using Bound = GaussianOptions::Bound;
  const SyntheticOptions synthetic = source_options(options);
  const Statistics train = statistics(synthetic, {SplitName::train});
  const Statistics held_out = statistics(synthetic, {SplitName::valid, SplitName::test});
  const Json known = synthetic_source(synthetic)->info().extra.at("mutual_information");
  BoundStudy study{.options = options, .held_out = held_out.labels.size(0)};
  study.information = known.at("visual_acoustic_nats");
  study.entropy = 0.5 * std::log(2 * std::numbers::pi * std::numbers::e / std::pow(synthetic.acoustic_correlation, 2));
  study.single_entropy = entropy_with_constants(held_out, EntropyOptions::Split::single);
  study.two_class_entropy = entropy_with_constants(held_out, EntropyOptions::Split::non_negative);
  study.exact_likelihood = exact_likelihood(held_out, synthetic);

  const Random random(static_cast<uint64_t>(options.seed));
  torch::manual_seed(random.key("weights"));
  Learner full(options, {Form::full, Bound::smooth}), published(options, {Form::published, Bound::none});
  for (int64_t step = 0; step <= options.steps; ++step) {
    if (step % options.every == 0 || step == options.steps) {
      const auto [likelihood, error] = full.look(held_out);
      study.points.push_back({step, likelihood, error, published.look(held_out).first});
    }
    if (step == options.steps) break;
    KeyedDraws draws(random.at(0, 0, step).key("rows"));
    std::vector<int64_t> rows;
    for (int64_t i = 0; i < options.batch_size; ++i)
      rows.push_back(static_cast<int64_t>(draws.below(static_cast<uint64_t>(train.labels.size(0)))));
    const Tensor chosen = torch::tensor(rows);
    const Statistics batch{train.visual.index_select(0, chosen), train.acoustic.index_select(0, chosen), {}};
    const double rate = 1 - static_cast<double>(step) / static_cast<double>(options.steps);
    full.update(batch, rate);
    published.update(batch, rate);
  }
  return study;
}

}  // namespace mmim
