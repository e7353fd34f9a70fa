#include "models/parts/stage_parts.h"

#include <unordered_set>

namespace mmim {

void list_clip(Options& o, Clip& clip, const std::string& published) {
  o.choice("clip.kind", clip.kind,
           {{"none", Clip::Kind::none}, {"norm", Clip::Kind::norm}, {"value", Clip::Kind::value}},
           {"how gradients are clipped", {}, published});
  o.add("clip.limit", clip.limit, {"largest norm (or value) of a gradient", above(0), published});
  o.choice(
      "clip.over", clip.over, {{"stepped", Clip::Over::stepped}, {"all", Clip::Over::all}},
      {"what the norm is taken over: what the stage steps, everything else frozen, or all gradients", {}, published});
}

void list_clip_when(Options& o, Clip& clip, const std::string& published) {
  o.choice("clip.when", clip.when, {{"update", Clip::When::update}, {"batch", Clip::When::batch}},
           {"with accumulated gradients: once before the update, or the sum so far after each batch", {}, published});
}

void list_schedule(Options& o, ScheduleOptions& schedule, const std::string& published) {
  using Kind = ScheduleOptions::Kind;
  o.choice(
      "schedule.kind", schedule.kind, {{"none", Kind::none}, {"plateau", Kind::plateau}, {"linear", Kind::linear}},
      {"how learning rates change: not, lowered when validation does not get better, or up and down in straight lines",
       {},
       published});
  o.add("schedule.factor", schedule.factor, {"plateau: what rates are multiplied by", between(0, 1), published});
  o.add("schedule.patience", schedule.patience,
        {"plateau: epochs without a better validation loss before that", at_least(0), published});
  o.add("schedule.warmup", schedule.warmup,
        {"linear: share of the updates in which rates rise", between(0, 1), published});
}

std::vector<NamedParameter> parameters_where(const Model& model,
                                             const std::function<bool(const std::string&)>& wanted) {
  const std::vector<std::string> none = model.without_gradient();
  const std::unordered_set<std::string> left_out(none.begin(), none.end());
  std::vector<NamedParameter> chosen;
  for (const auto& parameter : model.named_parameters())
    if (wanted(parameter.key()) && !left_out.contains(parameter.key()))
      chosen.push_back({parameter.key(), parameter.value()});
  return chosen;
}

ParameterGroup whole_group(const Model& model, double learning_rate, double weight_decay) {
  return {"all", parameters_where(model, [](const std::string&) { return true; }), learning_rate, weight_decay};
}

std::vector<ParameterGroup> text_and_rest(const Model& model, double text_rate, double rate, double weight_decay) {
  const auto in_text = [](const std::string& name) { return name.starts_with("text."); };
  std::vector<ParameterGroup> groups;
  if (auto text = parameters_where(model, in_text); !text.empty())
    groups.push_back({"text", std::move(text), text_rate, weight_decay});
  groups.push_back(
      {"main", parameters_where(model, [&](const std::string& name) { return !in_text(name); }), rate, weight_decay});
  return groups;
}

std::vector<ParameterGroup> decayed_apart(const ParameterGroup& group) {
  ParameterGroup decayed{group.name, {}, group.learning_rate, group.weight_decay};
  ParameterGroup spared{group.name + " no decay", {}, group.learning_rate, 0};
  for (const NamedParameter& parameter : group.parameters) {
    const bool is_spared = parameter.name.find("bias") != std::string::npos ||
                           parameter.name.find("LayerNorm.weight") != std::string::npos;
    (is_spared ? spared : decayed).parameters.push_back(parameter);
  }
  std::vector<ParameterGroup> groups;
  for (ParameterGroup& one : std::vector{decayed, spared})
    if (!one.parameters.empty()) groups.push_back(std::move(one));
  return groups;
}

Stage main_stage(std::vector<ParameterGroup> groups, const Clip& clip) {
  Stage stage;
  stage.name = "main";
  stage.groups = std::move(groups);
  stage.clip = clip;
  return stage;
}

}  // namespace mmim
