#pragma once
#include "core/options.h"
#include "models/model.h"

namespace mmim {

/// What of training can be changed for every system alike, over what the system's own options say. By default nothing
/// is.
struct RecipeOptions {
  enum class Decay { own, decoupled } decay = Decay::own;  ///< decoupled: torch's AdamW
  /// matrices: without embeddings, biases and scales of LayerNorm.
  enum class Decayed { own, matrices } decayed = Decayed::own;
  double weight_decay = -1;  ///< of every group; below 0: the group's own
  /// What the rates of the last stage, the one that trains the prediction, are multiplied by.
  enum class Schedule { own, none, linear } schedule = Schedule::own;
  double warmup = 0.1;     ///< of the linear schedule: share of the updates
  double layer_decay = 1;  ///< each layer of the text encoder has this times the rate of the layer above it
  double rate_text = 1;    ///< multiplies the rates of the text encoder
  double rate_rest = 1;    ///< multiplies all other rates
  double average = 0;      ///< of the weights: what the mean keeps of itself at an update; 0: no mean
  void list(Options& o);
};

/// The stages of a model as a recipe has them trained. Groups are cut where parameters need other rates or decays.
std::vector<Stage> with_recipe(std::vector<Stage> stages, const RecipeOptions& recipe);

}  // namespace mmim
