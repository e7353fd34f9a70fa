#include <algorithm>
#include <cmath>

#include "kernels/floats.h"
#include "kernels/on_cpu/threads.h"
#include "kernels/operations.h"

namespace mmim::on_cpu {

namespace {

/// A stretch of one tensor that one task works through.
struct Stretch {
  size_t tensor;
  int64_t begin, end;
};

template <class Items, class TensorOf>
std::vector<Stretch> stretches(const Items& items, TensorOf&& tensor_of) {
  constexpr int64_t kLength = 1 << 16;
  std::vector<Stretch> all;
  for (size_t i = 0; i < items.size(); ++i) {
    const int64_t count = tensor_of(items[i]).numel();
    for (int64_t at = 0; at < count; at += kLength) all.push_back({i, at, std::min(count, at + kLength)});
  }
  return all;
}

cpu::AdamStep step_of(const AdamParameter& parameter, const AdamOptions& o, const GradientClip& clip) {
  const auto steps = static_cast<double>(parameter.steps);
  const double root = std::sqrt(1 - std::pow(o.beta2, steps));
  const auto kept = static_cast<float>(1 - o.rate * o.decay);
  const double factor = clip.factor.defined() ? clip.factor.item<double>() : 1;
  return {.value = write(parameter.value),
          .first = write(parameter.first),
          .second = write(parameter.second),
          .gradient = read(parameter.gradient),
          .gradient_scale = static_cast<float>(clip.scale * factor),
          .gradient_limit = static_cast<float>(clip.limit),
          .beta1 = static_cast<float>(o.beta1),
          .beta2 = static_cast<float>(o.beta2),
          .rest1 = static_cast<float>(1 - o.beta1),
          .rest2 = static_cast<float>(1 - o.beta2),
          .epsilon = static_cast<float>(o.correct_epsilon ? o.epsilon : o.epsilon / root),
          .decay = static_cast<float>(o.how == Decay::coupled ? o.decay : 0),
          .keep_before = o.how == Decay::before ? kept : 1.0f,
          .keep_after = o.how == Decay::after ? kept : 1.0f,
          .rate = static_cast<float>(o.rate / (1 - std::pow(o.beta1, steps))),
          .root_correction = static_cast<float>(1 / root)};
}

void adam_step(const std::vector<AdamParameter>& parameters, const AdamOptions& options, const GradientClip& clip) {
  std::vector<cpu::AdamStep> steps;
  for (const AdamParameter& parameter : parameters) steps.push_back(step_of(parameter, options, clip));
  const auto work = stretches(parameters, [](const AdamParameter& parameter) { return parameter.value; });
  share_tasks(static_cast<int64_t>(work.size()), [&](int64_t task) {
    const Stretch& stretch = work[static_cast<size_t>(task)];
    cpu_kernels().adam(steps[stretch.tensor], stretch.begin, stretch.end);
  });
}

Tensor joint_norm(const std::vector<Tensor>& tensors) {
  const auto work = stretches(tensors, [](const Tensor& tensor) { return tensor; });
  std::vector<double> sums(work.size());
  share_tasks(static_cast<int64_t>(work.size()), [&](int64_t task) {
    const Stretch& stretch = work[static_cast<size_t>(task)];
    sums[static_cast<size_t>(task)] =
        cpu_kernels().sum_of_squares(read(tensors[stretch.tensor]), stretch.begin, stretch.end);
  });
  double total = 0;
  for (const double sum : sums) total += sum;
  return at::scalar_tensor(std::sqrt(total), at::kDouble);
}

}  // namespace

void add_adam(Operations& table) {
  table.adam_step = adam_step;
  table.joint_norm = joint_norm;
}

}  // namespace mmim::on_cpu
