#include <gtest/gtest.h>

#include <algorithm>
#include <map>
#include <set>

#include "parity/baseline.h"
#include "parity/mmim_case.h"
#include "train/clip.h"
#include "train/update.h"

namespace mmim::golden {
namespace {

std::vector<Stage> stages_of(const MmimCase& run, const Json& settings) {
  return recorded_stages(settings.at("optimizer"), *run.model,
                         [&](const std::string& ours) { return run.published(ours); });
}

/// What the recording calls a term of ours, "" for the task loss, which stands in the sum alone, and for what has no
/// weight or value there.
std::string recorded_name(const std::string& term) {
  const size_t slash = term.find('/');
  const std::string kind = term.substr(0, slash), which = slash == std::string::npos ? "" : term.substr(slash + 1);
  if (kind == "task" || kind == "I_BA" || kind == "decay") return "";
  if (kind == "contrast") return "nce_" + which.substr(0, 1);
  const std::string letters{which.at(0), which.at(which.find('-') + 1)};
  if (kind == "likelihood") return "lld_" + letters;
  if (kind == "entropy") return "H_" + letters;
  throw std::runtime_error("the recording has no name for the term " + term);
}

/// The recorded terms that a step of this pass computes for itself: in the likelihood's pass the others are
/// by-products.
std::set<std::string> recorded_terms(const Json& want, bool likelihood_pass) {
  std::set<std::string> names;
  for (const auto& [key, value] : want.items())
    if (key.starts_with("lld_") || (!likelihood_pass && (key.starts_with("nce_") || key.starts_with("H_"))))
      names.insert(key);
  return names;
}

/// The recorded terms and their sum against those of an update with a memory of `memory` batches.
void expect_terms(const Update& update, const UpdateResult& got, const Json& want, bool likelihood_pass, int64_t memory,
                  const Tolerance& tolerance) {
  std::set<std::string> missing = recorded_terms(want, likelihood_pass);
  std::map<std::string, double> weights;
  for (const Update::Term& term : update.terms) weights[term.name] = term.weight;
  double total = 0;
  for (const UpdateResult::Term& term : got.terms) {
    total += weights.at(term.name) * term.value;
    const std::string name = recorded_name(term.name);
    if (name.empty()) continue;
    EXPECT_EQ(missing.erase(name), 1U) << name << " is not recorded";
    // A longer memory was given once it was full, and H is 0 before; ours is watched from the first remembered batch
    // on.
    if (name.starts_with("H_") && memory > 1 && number(want.at(name)) == 0) continue;
    expect_close(name, term.value, number(want.at(name)), tolerance);
  }
  for (const std::string& name : missing)  // what was not computed, such as H without a memory, is recorded as 0
    EXPECT_EQ(number(want.at(name)), 0) << name << " is no term of ours";
  expect_close("loss", total, number(want.at("loss")), tolerance);
}

/// Sum and norm of every parameter after the step.
void expect_parameters(const MmimCase& run, const Json& want, const Tolerance& tolerance) {
  std::map<std::string, Tensor> parameters;
  for (const auto& parameter : run.model->named_parameters())
    parameters[run.published(parameter.key())] = parameter.value().detach();
  for (const auto& [name, norm] : want.at("param_l2").items()) {
    if (run.unused(name)) continue;
    const Tensor& value = parameters.at(name);
    const Tolerance whole{.abs = tolerance.abs * static_cast<double>(value.numel()), .rel = tolerance.abs};
    expect_close("norm of " + name, value.to(at::kDouble).norm().item<double>(), number(norm), whole);
    expect_close("sum of " + name, value.to(at::kDouble).sum().item<double>(), number(want.at("param_sum").at(name)),
                 whole);
  }
}

void replay(const Case& recorded, torch::Dtype dtype, Route route) {
  MmimCase run(recorded, dtype, route);
  const Json& settings = recorded.settings();
  const auto snapshots = recorded.tensors("trajectory_f64.safetensors", dtype);
  const std::vector<Stage> stages = stages_of(run, settings);
  const Tolerance loss = Tolerance::of(run.tolerances(), "loss"),
                  parameter = Tolerance::of(run.tolerances(), "parameter");
  const Tolerance norm{.rel = dtype == at::kDouble ? 1e-9 : 1e-4};
  Optimizer optimizer(route);
  const Json& rows = recorded.json.at("trajectory_f64");
  for (size_t row = 0; row < rows.size(); ++row) {
    const Json& want = rows[row];
    const auto pass_name = want.at("pass").get<std::string>();
    const auto place = std::find_if(stages.begin(), stages.end(), [&](const Stage& s) { return s.name == pass_name; });
    ASSERT_NE(place, stages.end()) << pass_name;
    const auto number_of_pass = static_cast<size_t>(place - stages.begin());
    const int64_t stage = settings.at("optimizer").at("passes").at(number_of_pass).at("loss") == "-lld" ? 0 : 1;
    const int64_t batch = want.at("batch"), epoch = want.at("epoch");
    SCOPED_TRACE("epoch " + std::to_string(epoch) + " pass " + pass_name + " batch " + std::to_string(batch));
    const Pass pass{epoch - 1, stage};
    if (batch == 0) run.model->begin(pass);
    const Frozen frozen(*run.model, *place);
    const auto update =
        Updater{*run.model, optimizer, *place}.step(run.batch("b" + std::to_string(batch)), {pass, batch, Random(0)});
    const UpdateResult got = read_updates({update.value()}).front();
    expect_terms(update.value(), got, want, stage == 0, run.options.bound.memory, loss);
    expect_close("gradient norm", got.gradient_norm, number(want.at("grad_norm_total")), norm);
    expect_parameters(run, want, parameter);
    if (row + 1 < rows.size() && rows[row + 1].at("pass") == pass_name && rows[row + 1].at("epoch") == epoch) continue;
    const std::string snapshot = "epoch" + std::to_string(epoch) + pass_name + ".";
    for (const auto& one : run.model->named_parameters())
      if (const auto found = snapshots.find(snapshot + run.published(one.key())); found != snapshots.end())
        expect_close(found->first, one.value(), found->second, parameter);
    const auto predictions = snapshots.find("eval_preds_b0.epoch" + std::to_string(epoch));
    if (stage == 0 || predictions == snapshots.end()) continue;
    torch::NoGradGuard no_gradient;
    expect_close(predictions->first, run.model->predict(run.batch("b0")).sentiment, predictions->second.reshape(-1),
                 Tolerance::of(run.tolerances(), "prediction"));
  }
}

TEST(MmimParity, TheTwoStageTrajectoryEqualsThePublishedTraining) {
  for (const Case& recorded : of_kind("mmim_training"))
    for (const auto& [dtype, route, words] : kArithmetics) {
      SCOPED_TRACE(recorded.name() + words);
      replay(recorded, dtype, route);
    }
}

/// Whether options of the model can say what the recorded optimiser does: one decay, and two passes that leave out
/// nothing.
bool can_be_said(const Json& optimizer) {
  const Json& groups = optimizer.at("groups");
  return optimizer.at("passes").size() == 2 && std::none_of(groups.begin(), groups.end(), [&](const Json& group) {
           return group.value("frozen", false) || group.at("weight_decay") != groups.back().at("weight_decay");
         });
}

TEST(MmimParity, TheModelsOwnStagesAreThePublishedPasses) {
  for (const Case& recorded : of_kind("mmim_training")) {
    SCOPED_TRACE(recorded.name());
    const Json& optimizer = recorded.settings().at("optimizer");
    if (!can_be_said(optimizer)) continue;
    const MmimCase run(recorded, at::kDouble);
    const bool still = run.options.projection == MmimOptions::Projection::frozen;
    // A projection that stays as it is stands in the published group of the first pass, where it never has a gradient.
    expect_stages(*run.model, recorded_stages(optimizer, *run.model, [&](const std::string& ours) {
      return still && ours.find(".entropy_projection.") != std::string::npos ? "" : run.published(ours);
    }));
  }
}

}  // namespace
}  // namespace mmim::golden
