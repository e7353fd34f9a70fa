#include "parity/stages.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <map>
#include <regex>
#include <set>

namespace mmim::golden {

namespace {

/// What a parameter is stepped with.
struct Rates {
  double rate, decay;
};

std::map<std::string, Rates> rates_of(const Stage& stage) {
  std::map<std::string, Rates> rates;
  for (const ParameterGroup& group : stage.groups)
    for (const NamedParameter& parameter : group.parameters)
      EXPECT_TRUE(rates.emplace(parameter.name, Rates{group.learning_rate, group.weight_decay}).second)
          << parameter.name << " stands in two groups of stage " << stage.name;
  return rates;
}

OptimizerOptions recorded_adam(const Json& optimizer) {
  const auto when = optimizer.at("decay_when").get<std::string>();
  return {.beta1 = optimizer.at("betas").at(0),
          .beta2 = optimizer.at("betas").at(1),
          .epsilon = optimizer.at("eps"),
          .decay = when == "gradient"        ? Decay::coupled
                   : when == "before_update" ? Decay::before
                                             : Decay::after,
          .correct_epsilon = optimizer.at("eps_mode") == "after_bias_correction"};
}

/// The stage of a recorded pass, which steps the groups of these names; null: the one pass that steps all groups.
Stage stage_of(const Json& optimizer, const Json& pass, const Model& model,
               const std::function<std::string(const std::string&)>& published) {
  Stage stage;
  stage.name = pass.is_null() ? "main" : pass.at("name").get<std::string>();
  stage.optimizer = recorded_adam(optimizer);
  stage.schedule = recorded_schedule(optimizer);
  stage.clip = recorded_clip(optimizer);
  stage.accumulate = optimizer.value("accumulate", int64_t{1});
  if (optimizer.value("drop_incomplete_accumulation", false)) stage.tail = Stage::Tail::drop;
  const auto steps = [&](const Json& group) {
    if (group.value("frozen", false)) return false;
    if (pass.is_null()) return true;
    const Json& names = pass.at("step");
    return std::find(names.begin(), names.end(), group.at("name")) != names.end();
  };
  for (const auto& parameter : model.named_parameters()) {
    const std::string theirs = published(parameter.key());
    if (theirs.empty()) continue;
    const Json& group = group_of(optimizer, theirs);
    if (steps(group))
      stage.groups.push_back(
          {group.at("name"), {{parameter.key(), parameter.value()}}, group.at("lr"), group.at("weight_decay")});
  }
  return stage;
}

void expect_clip(const Stage& ours, const Stage& wanted) {
  EXPECT_EQ(ours.clip.kind, wanted.clip.kind);
  if (wanted.clip.kind == Clip::Kind::none) return;
  EXPECT_EQ(ours.clip.limit, wanted.clip.limit);
  if (wanted.clip.kind == Clip::Kind::norm) EXPECT_EQ(ours.clip.over, wanted.clip.over);
  if (wanted.accumulate > 1) EXPECT_EQ(ours.clip.when, wanted.clip.when);
}

void expect_schedule(const ScheduleOptions& ours, const ScheduleOptions& wanted) {
  EXPECT_EQ(ours.kind, wanted.kind);
  if (wanted.kind == ScheduleOptions::Kind::plateau) {
    EXPECT_EQ(ours.factor, wanted.factor);
    EXPECT_EQ(ours.patience, wanted.patience);
  }
  if (wanted.kind == ScheduleOptions::Kind::linear) {
    EXPECT_EQ(ours.warmup, wanted.warmup);
    EXPECT_EQ(ours.whole_batches, wanted.whole_batches);
  }
}

void expect_optimizer(const OptimizerOptions& ours, const OptimizerOptions& wanted) {
  EXPECT_EQ(ours.beta1, wanted.beta1);
  EXPECT_EQ(ours.beta2, wanted.beta2);
  EXPECT_EQ(ours.epsilon, wanted.epsilon);
  EXPECT_EQ(ours.decay, wanted.decay);
  EXPECT_EQ(ours.correct_epsilon, wanted.correct_epsilon);
}

void expect_rates(const Stage& ours, const Stage& wanted, const std::vector<std::string>& without_gradient) {
  const std::set<std::string> none(without_gradient.begin(), without_gradient.end());
  const auto own = rates_of(ours), all = rates_of(wanted);
  for (const auto& [name, rates] : own) EXPECT_TRUE(all.contains(name)) << name << " is stepped";
  for (const auto& [name, rates] : all) {
    const auto found = own.find(name);
    if (found == own.end()) {
      EXPECT_TRUE(none.contains(name)) << name << " is not stepped";
      continue;
    }
    EXPECT_DOUBLE_EQ(found->second.rate, rates.rate) << "rate of " << name;
    EXPECT_DOUBLE_EQ(found->second.decay, rates.decay) << "decay of " << name;
  }
}

}  // namespace

const Json& group_of(const Json& optimizer, const std::string& published) {
  for (const Json& group : optimizer.at("groups"))
    if (std::regex_search(published, std::regex(group.at("match").get<std::string>()))) return group;
  throw std::runtime_error("no recorded group steps " + published);
}

Clip recorded_clip(const Json& optimizer) {
  const Json& json = optimizer.at("clip");
  const auto kind = json.at("kind").get<std::string>();
  Clip clip;
  clip.kind = kind == "norm" ? Clip::Kind::norm : kind == "value" ? Clip::Kind::value : Clip::Kind::none;
  clip.limit = json.contains("limit") && json.at("limit").is_number() ? json.at("limit").get<double>() : 1.0;
  clip.over = json.value("over", "all") == "all" ? Clip::Over::all : Clip::Over::stepped;
  return clip;
}

ScheduleOptions recorded_schedule(const Json& optimizer) {
  const Json& schedule = optimizer.at("schedule");
  if (schedule.is_null()) return {};
  return {.kind = ScheduleOptions::Kind::linear,
          .warmup = schedule.at("warmup_steps").get<double>() / schedule.at("total_steps").get<double>()};
}

std::vector<Stage> recorded_stages(const Json& optimizer, const Model& model,
                                   const std::function<std::string(const std::string&)>& published) {
  const Json passes = optimizer.value("passes", Json());
  if (passes.is_null()) return {stage_of(optimizer, Json(), model, published)};
  std::vector<Stage> stages;
  for (const Json& pass : passes) stages.push_back(stage_of(optimizer, pass, model, published));
  return stages;
}

void expect_stages(const Model& model, const std::vector<Stage>& wanted) {
  const std::vector<Stage> ours = model.stages();
  ASSERT_EQ(ours.size(), wanted.size());
  for (size_t i = 0; i < ours.size(); ++i) {
    SCOPED_TRACE("stage " + ours[i].name);
    expect_rates(ours[i], wanted[i], model.without_gradient());
    expect_optimizer(ours[i].optimizer, wanted[i].optimizer);
    expect_clip(ours[i], wanted[i]);
    expect_schedule(ours[i].schedule, wanted[i].schedule);
    EXPECT_EQ(ours[i].share, wanted[i].share);
    EXPECT_EQ(ours[i].accumulate, wanted[i].accumulate);
    EXPECT_EQ(ours[i].tail, wanted[i].tail);
  }
}

}  // namespace mmim::golden
