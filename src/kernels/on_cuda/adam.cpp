#include <algorithm>
#include <cmath>

#include "kernels/floats.h"
#include "kernels/on_cuda/queue.h"
#include "kernels/operations.h"

namespace mmim::on_cuda {

namespace {

constexpr auto kAtOnce = static_cast<size_t>(cuda::kTensorsAtOnce);

cuda::AdamTensor tensor_of(const AdamParameter& parameter, const AdamOptions& options) {
  const auto steps = static_cast<double>(parameter.steps);
  const double root = std::sqrt(1 - std::pow(options.beta2, steps));
  return {.value = write(parameter.value),
          .first = write(parameter.first),
          .second = write(parameter.second),
          .gradient = read(parameter.gradient),
          .size = parameter.value.numel(),
          .rate = static_cast<float>(options.rate / (1 - std::pow(options.beta1, steps))),
          .root_correction = static_cast<float>(1 / root),
          .epsilon = static_cast<float>(options.correct_epsilon ? options.epsilon : options.epsilon / root)};
}

cuda::AdamSteps shared_of(const AdamOptions& o, const GradientClip& clip, const Tensor& factor) {
  cuda::AdamSteps steps;
  steps.factor = read(factor);
  steps.gradient_scale = static_cast<float>(clip.scale);
  steps.gradient_limit = static_cast<float>(clip.limit);
  steps.beta1 = static_cast<float>(o.beta1);
  steps.beta2 = static_cast<float>(o.beta2);
  steps.rest1 = static_cast<float>(1 - o.beta1);
  steps.rest2 = static_cast<float>(1 - o.beta2);
  const auto kept = static_cast<float>(1 - o.rate * o.decay);
  steps.decay = static_cast<float>(o.how == Decay::coupled ? o.decay : 0);
  steps.keep_before = o.how == Decay::before ? kept : 1.0f;
  steps.keep_after = o.how == Decay::after ? kept : 1.0f;
  return steps;
}

void adam_step(const std::vector<AdamParameter>& parameters, const AdamOptions& options, const GradientClip& clip) {
  const CudaQueue queue(parameters.front().value.device());
  const Tensor factor = clip.factor.defined() ? clip.factor.to(at::kFloat) : Tensor();
  cuda::AdamSteps steps = shared_of(options, clip, factor);
  for (size_t from = 0; from < parameters.size(); from += kAtOnce) {
    steps.count = static_cast<int64_t>(std::min(kAtOnce, parameters.size() - from));
    steps.largest = 0;
    for (int64_t i = 0; i < steps.count; ++i) {
      steps.tensors[i] = tensor_of(parameters[from + static_cast<size_t>(i)], options);
      steps.largest = std::max(steps.largest, steps.tensors[i].size);
    }
    queue->adam(steps, queue.stream());
  }
}

Tensor joint_norm(const std::vector<Tensor>& tensors) {
  const CudaQueue queue(tensors.front().device());
  int64_t stretches = 0;
  for (const Tensor& tensor : tensors) stretches += (tensor.numel() + cuda::kStretch - 1) / cuda::kStretch;
  const auto wide = tensors.front().options().dtype(at::kDouble);
  Tensor sums = at::empty({stretches}, wide), norm = at::empty({}, wide);
  cuda::Squares squares;
  squares.sums = sums.mutable_data_ptr<double>();
  int64_t first = 0;
  for (size_t from = 0; from < tensors.size(); from += kAtOnce) {
    squares.count = static_cast<int64_t>(std::min(kAtOnce, tensors.size() - from));
    squares.largest = 0;
    for (int64_t i = 0; i < squares.count; ++i) {
      const Tensor& tensor = tensors[from + static_cast<size_t>(i)];
      squares.tensors[i] = read(tensor);
      squares.sizes[i] = tensor.numel();
      squares.first[i] = first;
      squares.largest = std::max(squares.largest, tensor.numel());
      first += (tensor.numel() + cuda::kStretch - 1) / cuda::kStretch;
    }
    queue->squares(squares, queue.stream());
  }
  queue->root_of_sum(sums.const_data_ptr<double>(), stretches, norm.mutable_data_ptr<double>(), queue.stream());
  return norm;
}

}  // namespace

void add_adam(Operations& table) {
  table.adam_step = adam_step;
  table.joint_norm = joint_norm;
}

}  // namespace mmim::on_cuda
