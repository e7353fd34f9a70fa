#include <gtest/gtest.h>

#include <regex>

#include "parity/baseline.h"
#include "parity/mmim_case.h"
#include "train/clip.h"
#include "train/update.h"

namespace mmim::golden {
namespace {

/// The recorded stages: groups by the first pattern found in a parameter's published name.
std::vector<Stage> stages_of(const MmimCase& run, const Json& settings) {
  const Json& recorded = settings.at("optimizer");
  std::map<std::string, ParameterGroup> groups;
  for (const auto& parameter : run.model->named_parameters())
    for (const Json& group : recorded.at("groups")) {
      if (!std::regex_search(run.published(parameter.key()), std::regex(group.at("match").get<std::string>())))
        continue;
      ParameterGroup& mine = groups[group.at("name")];
      mine.name = group.at("name");
      mine.learning_rate = group.at("lr");
      mine.weight_decay = group.at("weight_decay");
      if (!group.value("frozen", false)) mine.parameters.push_back({parameter.key(), parameter.value()});
      break;
    }
  std::vector<Stage> stages;
  for (const Json& pass : recorded.at("passes")) {
    Stage stage{.name = pass.at("name"),
                .groups = {},
                .optimizer = {recorded.at("betas").at(0), recorded.at("betas").at(1), recorded.at("eps")},
                .schedule = {},
                .clip = recorded_clip(recorded)};
    for (const Json& name : pass.at("step")) stage.groups.push_back(groups[name]);
    stages.push_back(std::move(stage));
  }
  return stages;
}

/// The recorded terms against those of an update with a memory of `memory` batches.
void expect_terms(const UpdateResult& got, const Json& want, int64_t memory, const Tolerance& tolerance) {
  for (const UpdateResult::Term& term : got.terms) {
    const size_t slash = term.name.find('/');
    const std::string kind = term.name.substr(0, slash),
                      which = slash == std::string::npos ? "" : term.name.substr(slash + 1);
    std::string key = "y_loss";
    if (kind == "contrast") key = "nce_" + which.substr(0, 1);
    if (kind == "likelihood" || kind == "entropy")
      key = (kind == "likelihood" ? "lld_" : "H_") + std::string{which[0], which[which.find('-') + 1]};
    // A longer memory was given once it was full, and H is 0 before; ours is watched from the first remembered batch
    // on.
    if (kind == "entropy" && memory > 1 && want.contains(key) && number(want.at(key)) == 0) continue;
    if (want.contains(key)) expect_close(key, term.value, number(want.at(key)), tolerance);
  }
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
    expect_terms(got, want, run.options.bound.memory, loss);
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

TEST(MmimParity, TheModelsOwnStagesStepWhatThePublishedGroupsStep) {
  for (const Case& recorded : of_kind("mmim_training")) {
    MmimCase run(recorded, at::kDouble);
    const std::vector<Stage> theirs = stages_of(run, recorded.settings()), ours = run.model->stages();
    const auto& groups = recorded.settings().at("optimizer").at("groups");
    if (theirs.size() != ours.size() ||
        std::any_of(groups.begin(), groups.end(), [](const Json& group) { return group.value("frozen", false); }))
      continue;  // not the published groups
    const auto names = [](const Stage& stage) {
      std::vector<std::string> names;
      for (const ParameterGroup& group : stage.groups)
        for (const NamedParameter& one : group.parameters)
          if (one.name.find("pooler") == std::string::npos && one.name.find("entropy_projection") == std::string::npos)
            names.push_back(one.name);  // neither ever has a gradient where it could be stepped
      std::sort(names.begin(), names.end());
      return names;
    };
    for (size_t i = 0; i < ours.size(); ++i) EXPECT_EQ(names(theirs[i]), names(ours[i])) << ours[i].name;
  }
}

}  // namespace
}  // namespace mmim::golden
