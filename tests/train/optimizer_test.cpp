#include "train/optimizer.h"

#include <gtest/gtest.h>
#include <torch/optim/adam.h>

#include "core/error.h"

namespace mmim {
namespace {

Tensor fixed(std::vector<int64_t> shape, double phase) {
  int64_t count = 1;
  for (const int64_t size : shape) count *= size;
  return torch::sin(torch::arange(count, torch::kDouble) * 1.7 + phase).reshape(shape);
}

std::vector<NamedParameter> parameters() {
  return {{"a", fixed({3, 4}, 0).set_requires_grad(true)}, {"b", fixed({5}, 1).set_requires_grad(true)}};
}

double largest_relative_difference(const Tensor& x, const Tensor& y) {
  return ((x - y).abs() / y.abs().clamp_min(1e-300)).max().item<double>();
}

TEST(Optimizer, EqualsTorchAdamWithCoupledDecayOverTwentySteps) {
  auto ours = parameters(), theirs = parameters();
  const std::vector<ParameterGroup> groups{{"a", {ours[0]}, 1e-2, 1e-1}, {"b", {ours[1]}, 3e-3, 0}};
  std::vector<torch::optim::OptimizerParamGroup> reference;
  for (size_t i = 0; i < 2; ++i)
    reference.emplace_back(std::vector<Tensor>{theirs[i].value}, std::make_unique<torch::optim::AdamOptions>(
                                                                     torch::optim::AdamOptions(groups[i].learning_rate)
                                                                         .betas({0.8, 0.99})
                                                                         .eps(1e-7)
                                                                         .weight_decay(groups[i].weight_decay)));
  torch::optim::Adam adam(reference);
  Optimizer optimizer;
  for (int step = 0; step < 20; ++step) {
    for (size_t i = 0; i < 2; ++i) {
      const Tensor gradient = fixed(ours[i].value.sizes().vec(), step + 10.0 * static_cast<double>(i));
      ours[i].value.mutable_grad() = gradient.clone();
      theirs[i].value.mutable_grad() = gradient.clone();
    }
    optimizer.step(groups, {.beta1 = 0.8, .beta2 = 0.99, .epsilon = 1e-7});
    adam.step();
    for (size_t i = 0; i < 2; ++i)
      EXPECT_LT(largest_relative_difference(ours[i].value, theirs[i].value), 1e-12) << step;
  }
}

/// The formulas of AdamW in double precision, one number at a time: Hugging Face's and torch's.
double adamw(double value, const std::vector<double>& gradients, const OptimizerOptions& o, double rate, double decay) {
  double first = 0, second = 0, step = 0;
  for (const double gradient : gradients) {
    step += 1;
    if (o.decay == Decay::before) value -= rate * decay * value;
    const double g = o.decay == Decay::coupled ? gradient + decay * value : gradient;
    first = o.beta1 * first + (1 - o.beta1) * g;
    second = o.beta2 * second + (1 - o.beta2) * g * g;
    const double correct1 = 1 - std::pow(o.beta1, step), correct2 = 1 - std::pow(o.beta2, step);
    if (o.correct_epsilon)
      value -= rate / correct1 * first / (std::sqrt(second / correct2) + o.epsilon);
    else
      value -= rate * std::sqrt(correct2) / correct1 * first / (std::sqrt(second) + o.epsilon);
    if (o.decay == Decay::after) value -= rate * decay * value;
  }
  return value;
}

TEST(Optimizer, DecaysAndCorrectsAsItsOptionsSayOnBothRoutes) {
  constexpr double kRate = 2e-2, kDecay = 0.3;
  for (const Decay decay : {Decay::coupled, Decay::before, Decay::after})
    for (const bool correct : {true, false})
      for (const auto& [dtype, route, error] :
           {std::tuple{torch::kDouble, Route::reference, 1e-13}, std::tuple{torch::kFloat, Route::reference, 3e-6},
            std::tuple{torch::kFloat, Route::fused, 3e-6}}) {
        const OptimizerOptions options{.epsilon = 1e-3, .decay = decay, .correct_epsilon = correct};
        NamedParameter parameter{"p", fixed({19}, 0.4).to(dtype).set_requires_grad(true)};
        const Tensor start = parameter.value.detach().clone().to(torch::kDouble);
        Optimizer optimizer(route);
        std::vector<Tensor> gradients;
        for (int step = 0; step < 5; ++step) {
          gradients.push_back((fixed({19}, step) * 0.1).to(dtype));
          parameter.value.mutable_grad() = gradients.back();
          optimizer.step({{"all", {parameter}, kRate, kDecay}}, options);
        }
        for (int64_t i = 0; i < 19; ++i) {
          std::vector<double> given;
          for (const Tensor& gradient : gradients) given.push_back(gradient[i].item<double>());
          EXPECT_NEAR(parameter.value[i].item<double>(), adamw(start[i].item<double>(), given, options, kRate, kDecay),
                      error)
              << static_cast<int>(decay) << correct << static_cast<int>(route);
        }
      }
}

TEST(Optimizer, LeavesAParameterWithoutGradientAloneAndCountsNoStepForIt) {
  auto late = parameters(), fresh = parameters();
  const OptimizerOptions options;
  Optimizer one, other;
  const Tensor before = late[0].value.detach().clone();
  one.step({{"all", {late[0]}, 1e-2, 0.5}}, options);
  EXPECT_TRUE(torch::equal(late[0].value, before));
  EXPECT_TRUE(one.state().empty());
  for (const auto& parameter : {late[0], fresh[0]}) Tensor{parameter.value}.mutable_grad() = fixed({3, 4}, 5);
  one.step({{"all", {late[0]}, 1e-2, 0.5}}, options);
  other.step({{"all", {fresh[0]}, 1e-2, 0.5}}, options);
  EXPECT_TRUE(torch::equal(late[0].value, fresh[0].value));
}

TEST(Optimizer, DecaysAParameterWhoseGradientIsZero) {
  auto given = parameters();
  const Tensor before = given[0].value.detach().clone();
  given[0].value.mutable_grad() = torch::zeros_like(before);
  Optimizer().step({{"all", {given[0]}, 1e-2, 1e-4}}, {});
  const Tensor moved = before - given[0].value.detach();
  for (int64_t i = 1; i < before.numel(); ++i) {  // sin(0) = 0 has nothing to decay
    const double value = before.view(-1)[i].item<double>(), gradient = 1e-4 * value;
    EXPECT_NEAR(moved.view(-1)[i].item<double>(), 1e-2 * gradient / (std::abs(gradient) + 1e-8), 1e-9);
  }
}

TEST(Optimizer, MultipliesEveryLearningRateByTheRate) {
  auto half = parameters(), full = parameters();
  for (const auto& parameter : {half[1], full[1]}) Tensor{parameter.value}.mutable_grad() = fixed({5}, 2);
  Optimizer().step({{"all", {half[1]}, 2e-2, 0}}, {}, 0.5);
  Optimizer().step({{"all", {full[1]}, 1e-2, 0}}, {});
  EXPECT_TRUE(torch::equal(half[1].value, full[1].value));
}

TEST(Optimizer, GoesOnFromItsStateAsIfNothingHadHappened) {
  auto whole = parameters();
  Stage stage;
  stage.groups = {{"all", whole, 1e-2, 1e-2}};
  Optimizer first, second;
  const auto step = [&](Optimizer& optimizer, int number) {
    for (auto& parameter : whole) parameter.value.mutable_grad() = fixed(parameter.value.sizes().vec(), number);
    optimizer.step(stage.groups, {});
  };
  for (int i = 0; i < 3; ++i) step(first, i);
  NamedTensors state;
  for (const auto& [name, tensor] : first.state()) state.emplace_back(name, tensor.clone());
  const Tensor middle = whole[0].value.detach().clone();
  step(first, 3);
  const Tensor expected = whole[0].value.detach().clone();
  {
    const torch::NoGradGuard no_gradient;
    whole[0].value.copy_(middle);
  }
  second.restore(state, {stage}, "here");
  step(second, 3);
  EXPECT_TRUE(torch::equal(whole[0].value, expected));
}

TEST(Optimizer, NamesASavedMomentThatFitsNoParameter) {
  Stage stage;
  stage.groups = {{"all", parameters(), 1e-2, 0}};
  for (const NamedTensors& wrong : {NamedTensors{{"first/c", fixed({5}, 0)}}, NamedTensors{{"first/b", fixed({6}, 0)}},
                                    NamedTensors{{"b", fixed({5}, 0)}}}) {
    try {
      Optimizer().restore(wrong, {stage}, "last/optimizer.safetensors");
      FAIL() << wrong[0].first;
    } catch (const DataError& error) {
      EXPECT_NE(std::string(error.what()).find("last/optimizer.safetensors: tensor `" + wrong[0].first),
                std::string::npos);
    }
  }
}

}  // namespace
}  // namespace mmim
