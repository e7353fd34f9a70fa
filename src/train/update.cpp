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

void check_finite(const std::string& what, double value, const UnreadUpdate& update) {
  if (std::isfinite(value)) return;
  const Step& step = update.step;
  throw Error(
      what + " is " +
      (std::isnan(value) ? "nan"
       : value > 0       ? "inf"
                         : "-inf") +
      " in epoch " + std::to_string(step.pass.epoch + 1) + ", stage " + update.stage + ", batch " +
      std::to_string(step.batch + 1) +
      ": training stops; try lower learning rates or a lower clip limit, and look at the data with `mmim inspect`");
}

/// Gradients of one batch, and its numbers on the device.
struct Computed {
  UnreadUpdate update;
  Tensor norm;
};

std::optional<Computed> compute_gradients(Model& model, const Stage& stage, Route route, const Batch& batch,
                                          const Step& step, const Accumulation& accumulation) {
  if (accumulation.starts) forget_gradients(model);
  const int64_t number = step.batch + 1;
  const Losses losses = in_span("forward", number, [&] { return model.losses(batch, step); });
  const Tensor total = losses.total();
  if (!total.defined()) return {};
  in_span("backward", number, [&] {
    if (total.requires_grad()) total.backward();
    model.after_backward(batch, step);
  });
  const Span span("norm", number);
  Computed result{{{}, {}, stage.name, step, batch.size()}, norm_of(clipped_gradients(model, stage), route)};
  std::vector<Tensor> values;
  for (const Losses::Term& term : losses.terms()) {
    result.update.terms.push_back({term.name, term.weight, term.count > 0 ? term.count : batch.size()});
    values.push_back(term.value.detach().reshape({}).to(result.norm.options()));
  }
  values.push_back(result.norm);
  result.update.numbers = at::stack(values);
  return result;
}

void clip_and_step(Model& model, const Stage& stage, Optimizer& optimizer, double rate, GradientClip clip,
                   const Step& step, const Accumulation& accumulation) {
  if (stage.clip.when == Clip::When::batch) {
    clip_in_place(clipped_gradients(model, stage), clip);
    clip = {};
  }
  if (!accumulation.completes) return;
  const Span span("step", step.batch + 1);
  optimizer.step(stage.groups, stage.optimizer, rate, clip);
}

UpdateResult result_of(const UnreadUpdate& update, const double* numbers) {
  UpdateResult result;
  for (size_t i = 0; i < update.terms.size(); ++i) {
    const UnreadUpdate::Term& term = update.terms[i];
    if (term.weight == 0 && !std::isfinite(numbers[i])) continue;  // watched alone: training does not depend on it
    check_finite("the loss term `" + term.name + "`", numbers[i], update);
    result.terms.push_back({term.name, numbers[i], term.count});
  }
  result.gradient_norm = numbers[update.terms.size()];
  check_finite("the gradient norm", result.gradient_norm, update);
  return result;
}

}  // namespace

Accumulation Accumulation::of(const Stage& stage, int64_t batch, int64_t total) {
  const bool last = batch + 1 == total && stage.tail == Stage::Tail::step;
  return {batch % stage.accumulate == 0, (batch + 1) % stage.accumulate == 0 || last};
}

std::vector<UpdateResult> read_updates(const std::vector<UnreadUpdate>& updates) {
  if (updates.empty()) return {};
  std::vector<Tensor> all;
  for (const UnreadUpdate& update : updates) all.push_back(update.numbers);
  const Tensor numbers = at::cat(all).to(torch::kCPU);
  const double* next = numbers.const_data_ptr<double>();
  std::vector<UpdateResult> results;
  for (const UnreadUpdate& update : updates) {
    results.push_back(result_of(update, next));
    next += update.numbers.numel();
  }
  return results;
}

UpdateResult update(Model& model, const Stage& stage, Optimizer& optimizer, double rate, const Batch& batch,
                    const Step& step, const Accumulation& accumulation) {
  const std::optional<Computed> computed =
      compute_gradients(model, stage, optimizer.route(), batch, step, accumulation);
  UpdateResult result;
  result.nothing = !computed;
  if (result.nothing) return result;
  result = in_span("read", step.batch + 1, [&] { return read_updates({computed->update}).front(); });
  clip_and_step(model, stage, optimizer, rate, clip_of(stage.clip, result.gradient_norm), step, accumulation);
  return result;
}

std::optional<UnreadUpdate> queue_update(Model& model, const Stage& stage, Optimizer& optimizer, double rate,
                                         const Batch& batch, const Step& step, const Accumulation& accumulation) {
  std::optional<Computed> computed = compute_gradients(model, stage, optimizer.route(), batch, step, accumulation);
  if (!computed) return {};
  clip_and_step(model, stage, optimizer, rate, clip_on_device(stage.clip, computed->norm), step, accumulation);
  return std::move(computed->update);
}

}  // namespace mmim
