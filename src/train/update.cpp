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

void check_finite(const std::string& what, double value, const Update& update) {
  if (std::isfinite(value)) return;
  const Step& step = update.step;
  const std::string number = std::isnan(value) ? "nan" : value > 0 ? "inf" : "-inf";
  throw Error(what + " is " + number + " in epoch " + std::to_string(step.pass.epoch + 1) + ", stage " + update.stage +
              ", batch " + std::to_string(step.batch + 1) +
              ": training stops; try lower learning rates or a lower clip limit, and look at the data with `mmim "
              "inspect`");
}

UpdateResult result_of(const Update& update, const double* numbers) {
  UpdateResult result;
  for (size_t i = 0; i < update.terms.size(); ++i) {
    const Update::Term& term = update.terms[i];
    if (term.weight == 0 && !std::isfinite(numbers[i])) continue;  // watched alone: training does not depend on it
    check_finite("the loss term `" + term.name + "`", numbers[i], update);
    result.terms.push_back({term.name, numbers[i], term.count});
  }
  result.gradient_norm = numbers[update.terms.size()];
  check_finite("the gradient norm", result.gradient_norm, update);
  return result;
}

/// The values of the terms and the norm, on the device of the norm.
Update described(const Losses& losses, const Tensor& norm, const Stage& stage, const Step& step, int64_t utterances) {
  Update update{{}, {}, stage.name, step, utterances};
  std::vector<Tensor> values;
  for (const Losses::Term& term : losses.terms()) {
    update.terms.push_back({term.name, term.weight, term.count > 0 ? term.count : utterances});
    values.push_back(term.value.detach().reshape({}).to(norm.options()));
  }
  values.push_back(norm);
  update.numbers = at::stack(values);
  return update;
}

}  // namespace

Accumulation Accumulation::of(const Stage& stage, int64_t batch, int64_t total) {
  const bool last = batch + 1 == total && stage.tail == Stage::Tail::step;
  return {batch % stage.accumulate == 0, (batch + 1) % stage.accumulate == 0 || last};
}

std::vector<UpdateResult> read_updates(const std::vector<Update>& updates) {
  if (updates.empty()) return {};
  std::vector<Tensor> all;
  for (const Update& update : updates) all.push_back(update.numbers);
  const Tensor numbers = at::cat(all).to(torch::kCPU);
  const double* next = numbers.const_data_ptr<double>();
  std::vector<UpdateResult> results;
  for (const Update& update : updates) {
    results.push_back(result_of(update, next));
    next += update.numbers.numel();
  }
  return results;
}

std::optional<Update> Updater::step(const Batch& batch, const Step& step, const Accumulation& accumulation) {
  const int64_t number = step.batch + 1;
  if (accumulation.starts) forget_gradients(model);
  const Losses losses = in_span("forward", number, [&] { return model.losses(batch, step); });
  const Tensor total = losses.total();
  if (!total.defined()) return {};
  in_span("backward", number, [&] {
    if (total.requires_grad()) total.backward();
    model.after_backward(batch, step);
  });
  const auto [norm, update] = in_span("norm", number, [&] {
    const Tensor joint = norm_of(clipped_gradients(model, stage), optimizer.route());
    return std::pair(joint, described(losses, joint, stage, step, batch.size()));
  });
  GradientClip clip = read == Read::later ? clip_on_device(stage.clip, norm) : in_span("read", number, [&] {
    return clip_of(stage.clip, read_updates({update}).front().gradient_norm);
  });
  if (stage.clip.when == Clip::When::batch) {
    clip_in_place(clipped_gradients(model, stage), clip);
    clip = {};
  }
  if (accumulation.completes)
    in_span("step", number, [&] { optimizer.step(stage.groups, stage.optimizer, rate, clip); });
  return update;
}

}  // namespace mmim
