#include "train/update.h"

#include <cmath>

#include "core/error.h"
#include "core/trace.h"
#include "train/clip.h"

namespace mmim {

namespace {

void forget_gradients(const Model& model) {
  for (Tensor& parameter : model.parameters()) parameter.mutable_grad() = Tensor();
}

void check_finite(const std::string& what, double value, const Stage& stage, const Step& step) {
  if (std::isfinite(value)) return;
  throw Error(
      what + " is " +
      (std::isnan(value) ? "nan"
       : value > 0       ? "inf"
                         : "-inf") +
      " in epoch " + std::to_string(step.pass.epoch + 1) + ", stage " + stage.name + ", batch " +
      std::to_string(step.batch + 1) +
      ": training stops; try lower learning rates or a lower clip limit, and look at the data with `mmim inspect`");
}

/// All numbers of a batch in one transfer: on a GPU each would wait for the device.
std::vector<double> read(const Losses& losses, const Tensor& norm) {
  std::vector<Tensor> values;
  for (const Losses::Term& term : losses.terms()) values.push_back(term.value.detach().reshape({}).to(norm.options()));
  values.push_back(norm);
  const Tensor numbers = at::stack(values).to(torch::kCPU);
  return {numbers.const_data_ptr<double>(), numbers.const_data_ptr<double>() + numbers.numel()};
}

}  // namespace

Accumulation Accumulation::of(const Stage& stage, int64_t batch, int64_t total) {
  const bool last = batch + 1 == total && stage.tail == Stage::Tail::step;
  return {batch % stage.accumulate == 0, (batch + 1) % stage.accumulate == 0 || last};
}

UpdateResult update(Model& model, const Stage& stage, Optimizer& optimizer, double rate, const Batch& batch,
                    const Step& step, const Accumulation& accumulation) {
  if (accumulation.starts) forget_gradients(model);
  const int64_t number = step.batch + 1;
  const Losses losses = in_span("forward", number, [&] { return model.losses(batch, step); });
  const Tensor total = losses.total();
  UpdateResult result;
  result.nothing = !total.defined();
  if (result.nothing) return result;
  in_span("backward", number, [&] {
    if (total.requires_grad()) total.backward();
    model.after_backward(batch, step);
  });

  const std::vector<double> numbers =
      in_span("norm", number, [&] { return read(losses, norm_of(clipped_gradients(model, stage))); });
  for (size_t i = 0; i < losses.terms().size(); ++i) {
    const Losses::Term& term = losses.terms()[i];
    if (term.weight == 0 && !std::isfinite(numbers[i])) continue;  // watched alone: training does not depend on it
    check_finite("the loss term `" + term.name + "`", numbers[i], stage, step);
    result.terms.push_back({term.name, numbers[i], term.count > 0 ? term.count : batch.size()});
  }
  result.gradient_norm = numbers.back();
  check_finite("the gradient norm", result.gradient_norm, stage, step);
  GradientClip clip = clip_of(stage.clip, result.gradient_norm);
  if (stage.clip.when == Clip::When::batch) {
    clip_in_place(clipped_gradients(model, stage), clip);
    clip = {};
  }
  if (accumulation.completes) in_span("step", number, [&] { optimizer.step(stage.groups, stage.optimizer, rate, clip); });
  return result;
}

}  // namespace mmim
