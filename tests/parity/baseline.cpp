#include "parity/baseline.h"

#include <gtest/gtest.h>

#include <algorithm>

#include "train/clip.h"
#include "train/schedule.h"
#include "train/update.h"

namespace mmim::golden {

namespace {

Json tolerances_of(const Case& recorded) { return recorded.settings().at("tolerances").at("f32"); }

/// 1 where the change of a parameter is rounding noise, else 0.
Tensor noise_of(const Case& recorded, const std::string& published, const std::string& file, const Tensor& before,
                const Recorded& gradients) {
  const Json& noise = recorded.settings().at("tolerances").at("noise");
  Tensor mask = at::zeros(before.sizes(), at::kBool);
  const auto leave_out = [&](const std::string& part) {
    const int64_t third = before.size(0) / 3;
    part == "middle_third" ? mask.narrow(0, third, third).fill_(true) : mask.fill_(true);
  };
  for (const Json& one : noise.value("always", Json::array()))
    if (contains_any(published, Json::array({one.at("match")}))) leave_out(one.at("part"));
  const Json listed = noise.value("listed", Json::object()).value(file, Json::object());
  if (listed.contains(published)) leave_out(listed.at(published));
  const auto gradient = gradients.find(published);
  if (noise.contains("gradient_below") && gradient != gradients.end()) {
    const double least = noise.at("gradient_below");
    const Json& optimizer = recorded.settings().at("optimizer");
    Tensor small = gradient->second.abs() < least;
    if (!optimizer.value("decoupled", false)) {
      const double decay = group_of(optimizer, published).at("weight_decay");
      small = small.logical_and((gradient->second + decay * before).abs() < least);
    }
    mask = mask.logical_or(small);
  }
  return mask;
}

}  // namespace

void expect_gradients(const Model& built, const std::string& model, const Recorded& want, const Tolerance& tolerance) {
  std::set<std::string> seen;
  for (const auto& parameter : built.named_parameters()) {
    const std::string theirs = published_system(model).name(parameter.key());
    const auto found = want.find(theirs);
    const Tensor& gradient = parameter.value().grad();
    if (found == want.end()) {
      EXPECT_FALSE(gradient.defined() && gradient.abs().max().item<double>() > 0)
          << theirs << " has no recorded gradient";
      continue;
    }
    seen.insert(theirs);
    EXPECT_TRUE(gradient.defined()) << theirs;
    if (gradient.defined())
      expect_close("gradient of " + theirs, gradient, found->second.reshape(gradient.sizes()), tolerance);
  }
  for (const auto& [name, unused] : want)
    EXPECT_TRUE(seen.contains(name)) << name << " was recorded, the model has no such gradient";
  EXPECT_FALSE(seen.empty());
}

void expect_changes(const Case& recorded, const std::string& model, const Model& built, const std::string& file,
                    int64_t steps, torch::Dtype dtype) {
  const Json& tolerances = recorded.settings().at("tolerances");
  const Tolerance tolerance = Tolerance::of(tolerances_of(recorded), "parameter_change");
  const auto before = recorded.tensors("params.safetensors", dtype),
             after = recorded.tensors(file + ".safetensors", dtype);
  const Recorded gradients = below(recorded.tensors("grads.safetensors", dtype), "step1/");
  const Json& optimizer = recorded.settings().at("optimizer");
  std::set<std::string> parameters;
  for (const auto& parameter : built.named_parameters()) parameters.insert(parameter.key());
  for (const auto& [ours, value] : parameters_and_buffers(built)) {
    if (beyond_recording(recorded, ours)) continue;
    const std::string theirs = published_system(model).name(ours);
    ASSERT_TRUE(after.contains(theirs)) << file << ": " << theirs;
    const Tensor start = before.at(theirs).reshape(value.sizes()), end = after.at(theirs).reshape(value.sizes());
    if (!parameters.contains(ours)) {
      expect_close(file + ": " + ours, value, end, Tolerance::of(tolerances_of(recorded), "forward"));
      continue;
    }
    Recorded shaped;
    if (gradients.contains(theirs)) shaped[theirs] = gradients.at(theirs).reshape(value.sizes());
    const Tensor noise = noise_of(recorded, theirs, file, start, shaped);
    const double most = tolerances.at("noise").value("parameter_change_per_step_in_lr", 2.0) *
                        group_of(optimizer, theirs).at("lr").get<double>() * static_cast<double>(steps);
    const Tensor got = value.detach() - start, want = end - start;
    const Tensor settled = noise.logical_not().to(dtype);
    expect_close(file + ": change of " + theirs, got * settled, want * settled, tolerance);
    expect_close(file + ": noise in " + theirs, got * (1 - settled), want * (1 - settled), {.abs = most});
  }
}

namespace {

void expect_terms(const System& system, const Losses& losses, const Batch& batch, const Recorded& want,
                  const Tolerance& tolerance) {
  auto terms = system.terms(losses, batch);
  terms["total"] = losses.total();
  for (const auto& [name, value] : want) {
    const auto found = terms.find(name);
    EXPECT_NE(found, terms.end()) << "loss/" << name << " was recorded, the model has no such term";
    if (found != terms.end()) expect_close("loss/" + name, found->second.reshape(-1), value.reshape(-1), tolerance);
  }
}

void expect_first_step(const System& system, const Case& recorded, const Arithmetic& arithmetic) {
  const auto model = build_and_load(system, recorded, arithmetic);
  const auto io = recorded.tensors("io.safetensors", arithmetic.dtype);
  const Json tolerances = tolerances_of(recorded);
  const Recorded step = below(io, "step1/"), in = below(step, "in/");
  const Step first{{0, 0}, 0, Random(0)};
  const Batch batch = system.batch(recorded, in);
  if (system.before_step) system.before_step(*model, in);
  for (const auto& [name, value] : system.outputs(*model, batch, first)) {
    const auto found = step.find(name);
    if (found != step.end())
      expect_close(name, value.reshape(found->second.sizes()), found->second, Tolerance::of(tolerances, "forward"));
    else
      ADD_FAILURE() << name << " is not recorded";
  }
  const auto fresh = build_and_load(system, recorded, arithmetic);  // outputs() may have moved running statistics
  if (system.before_step) system.before_step(*fresh, in);
  const Losses losses = fresh->losses(batch, first);
  expect_terms(system, losses, batch, below(step, "loss/"), Tolerance::of(tolerances, "loss"));
  losses.total().backward();
  expect_gradients(*fresh, system.model, below(recorded.tensors("grads.safetensors", arithmetic.dtype), "step1/"),
                   Tolerance::of(tolerances, "gradient"));
}

using AfterStep = std::function<void(const Model& model, int64_t step)>;

std::shared_ptr<Model> run_steps(const System& system, const Case& recorded, const Arithmetic& arithmetic,
                                 const AfterStep& after_step) {
  const auto model = build_and_load(system, recorded, arithmetic);
  const auto io = recorded.tensors("io.safetensors", arithmetic.dtype);
  const Json& optimizer = recorded.settings().at("optimizer");
  const Stage stage = recorded_stage(recorded, system.model, *model);
  const int64_t steps = optimizer.at("steps");
  Schedule schedule(stage.schedule,
                    optimizer.at("schedule").is_null() ? 0 : optimizer.at("schedule").at("total_steps").get<int64_t>());
  Optimizer ours(arithmetic.route);
  for (int64_t n = 1; n <= steps; ++n) {
    const Recorded step = below(io, "step" + std::to_string(n) + "/"), in = below(step, "in/");
    if (in.empty()) break;
    const Batch batch = system.batch(recorded, in);
    if (system.before_step) system.before_step(*model, in);
    const Frozen frozen(*model, stage);
    Updater{*model, ours, stage, schedule.rate()}.step(batch, {{0, 0}, n - 1, Random(0)});
    schedule.stepped();
    after_step(*model, n);
  }
  return model;
}

void expect_steps(const System& system, const Case& recorded, const Arithmetic& arithmetic) {
  run_steps(system, recorded, arithmetic, [&](const Model& model, int64_t step) {
    const std::string file = "params_step" + std::to_string(step);
    if (std::filesystem::exists(recorded.folder / (file + ".safetensors")))
      expect_changes(recorded, system.model, model, file, step, arithmetic.dtype);
  });
}

}  // namespace

std::shared_ptr<Model> after_steps(const System& system, const Case& recorded, const Arithmetic& arithmetic) {
  return run_steps(system, recorded, arithmetic, [](const Model&, int64_t) {});
}

void expect_parity(const System& system) {
  for (const Case& recorded : of_kind(system.kind)) {
    const auto own = system.build(recorded, {});
    expect_stages(*own, {recorded_stage(recorded, system.model, *own)});
    for (const Arithmetic& arithmetic : kArithmetics) {
      SCOPED_TRACE(recorded.name() + arithmetic.name);
      {
        SCOPED_TRACE("first step");
        expect_first_step(system, recorded, arithmetic);
      }
      expect_steps(system, recorded, arithmetic);
    }
  }
}

void expect_predictions_after_steps(const System& system) {
  for (const Case& recorded : of_kind(system.kind))
    for (const Arithmetic& arithmetic : kArithmetics) {
      SCOPED_TRACE(recorded.name() + arithmetic.name);
      const auto io = recorded.tensors("io.safetensors", arithmetic.dtype);
      const auto model = after_steps(system, recorded, arithmetic);
      const Tensor got = model->predict(system.batch(recorded, below(io, "step1/in/"))).sentiment;
      for (const auto& [name, want] : io)
        if (name.starts_with("eval_after_step") && name.ends_with("/pred"))
          expect_close(name, got, want.reshape(-1), Tolerance::of(tolerances_of(recorded), "forward"));
    }
}

}  // namespace mmim::golden
