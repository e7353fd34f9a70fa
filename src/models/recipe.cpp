#include "models/recipe.h"

#include <algorithm>
#include <cmath>
#include <map>
#include <tuple>

namespace mmim {

void RecipeOptions::list(Options& o) {
  o.choice("decay", decay, {{"own", Decay::own}, {"decoupled", Decay::decoupled}},
           {.meaning = "weight decay as the system has it, or decoupled from the gradient (AdamW)", .earlier = "own"});
  o.choice("decayed", decayed, {{"own", Decayed::own}, {"matrices", Decayed::matrices}},
           {.meaning = "which parameters decay: as the system has it, or none of embeddings, biases and LayerNorm",
            .earlier = "own"});
  o.add("weight_decay", weight_decay,
        {.meaning = "decay of every group; below 0: as the system has it", .earlier = -1.0});
  o.choice("schedule", schedule, {{"own", Schedule::own}, {"none", Schedule::none}, {"linear", Schedule::linear}},
           {.meaning = "rates of the last stage: as the system has them, constant, or up and down in straight lines",
            .earlier = "own"});
  o.add("warmup", warmup,
        {.meaning = "share of the updates in which rates rise, where the schedule is linear",
         .range = between(0, 1),
         .earlier = 0.1});
  o.add("layer_decay", layer_decay,
        {.meaning = "rate of a layer of the text encoder, as a multiple of the rate of the layer above it",
         .range = between(0.01, 1),
         .earlier = 1.0});
  o.add("rate_text", rate_text,
        {.meaning = "multiplies the rates of the text encoder", .range = at_least(0), .earlier = 1.0});
  o.add("rate_rest", rate_rest, {.meaning = "multiplies all other rates", .range = at_least(0), .earlier = 1.0});
  o.add("average", average,
        {.meaning = "the mean of the weights is evaluated and kept: what it keeps of itself at an update; 0: none",
         .range = between(0, 0.99999),
         .earlier = 0.0});
}

namespace {

bool in_text(const std::string& parameter) { return parameter.starts_with("text."); }

/// The layer of a parameter of the text encoder: 1 is the lowest, 0 the embeddings; the pooler counts as the highest.
int64_t layer_of(const std::string& parameter, int64_t layers) {
  static const std::string kLayer = ".layer.";
  if (parameter.find("embeddings") != std::string::npos) return 0;
  const size_t at = parameter.find(kLayer);
  return at == std::string::npos ? layers : std::stoll(parameter.substr(at + kLayer.size())) + 1;
}

int64_t layers_of(const std::vector<Stage>& stages) {
  int64_t layers = 0;
  for (const Stage& stage : stages)
    for (const ParameterGroup& group : stage.groups)
      for (const NamedParameter& parameter : group.parameters)
        if (in_text(parameter.name)) layers = std::max(layers, layer_of(parameter.name, 0));
  return layers;
}

bool is_spared(const NamedParameter& parameter) {
  return parameter.name.find("embeddings") != std::string::npos || parameter.value.dim() < 2;
}

/// What a parameter is trained with, and what its group is called then.
struct Treatment {
  double rate, decay;
  std::string name;
  bool operator<(const Treatment& other) const {
    return std::tie(name, rate, decay) < std::tie(other.name, other.rate, other.decay);
  }
};

Treatment treatment_of(const NamedParameter& parameter, const ParameterGroup& group, const RecipeOptions& recipe,
                       int64_t layers) {
  const bool text = in_text(parameter.name);
  Treatment treatment{group.learning_rate * (text ? recipe.rate_text : recipe.rate_rest),
                      recipe.weight_decay < 0 ? group.weight_decay : recipe.weight_decay, group.name};
  if (text && recipe.layer_decay < 1) {
    const int64_t layer = layer_of(parameter.name, layers);
    treatment.rate *= std::pow(recipe.layer_decay, static_cast<double>(layers - layer));
    treatment.name += layer == 0 ? " embeddings" : " layer " + std::to_string(layer);
  }
  if (recipe.decayed == RecipeOptions::Decayed::matrices && is_spared(parameter) && treatment.decay > 0) {
    treatment.decay = 0;
    treatment.name += " no decay";
  }
  return treatment;
}

/// The groups of a stage, each cut into groups of one treatment, in the order of their first parameters.
std::vector<ParameterGroup> treated(const std::vector<ParameterGroup>& groups, const RecipeOptions& recipe,
                                    int64_t layers) {
  std::vector<ParameterGroup> all;
  for (const ParameterGroup& group : groups) {
    std::map<Treatment, size_t> places;
    for (const NamedParameter& parameter : group.parameters) {
      const Treatment treatment = treatment_of(parameter, group, recipe, layers);
      const auto [place, fresh] = places.try_emplace(treatment, all.size());
      if (fresh) all.push_back({treatment.name, {}, treatment.rate, treatment.decay});
      all[place->second].parameters.push_back(parameter);
    }
  }
  return all;
}

}  // namespace

std::vector<Stage> with_recipe(std::vector<Stage> stages, const RecipeOptions& recipe) {
  const int64_t layers = layers_of(stages);
  for (Stage& stage : stages) {
    stage.groups = treated(stage.groups, recipe, layers);
    if (recipe.decay == RecipeOptions::Decay::decoupled) stage.optimizer.decay = Decay::before;
  }
  if (stages.empty() || recipe.schedule == RecipeOptions::Schedule::own) return stages;
  const bool linear = recipe.schedule == RecipeOptions::Schedule::linear;
  stages.back().schedule = {.kind = linear ? ScheduleOptions::Kind::linear : ScheduleOptions::Kind::none,
                            .warmup = recipe.warmup};
  return stages;
}

}  // namespace mmim
