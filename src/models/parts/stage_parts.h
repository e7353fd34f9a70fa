#pragma once
#include <functional>

#include "core/options.h"
#include "models/model.h"

namespace mmim {

/// clip.kind, clip.limit and clip.over.
void list_clip(Options& o, Clip& clip, const std::string& published);
/// clip.when, for systems that accumulate gradients.
void list_clip_when(Options& o, Clip& clip, const std::string& published);
/// schedule.kind, schedule.factor, schedule.patience and schedule.warmup.
void list_schedule(Options& o, ScheduleOptions& schedule, const std::string& published);

/// The parameters whose names `wanted` accepts, in order of registration, without those that get no gradient.
std::vector<NamedParameter> parameters_where(const Model& model, const std::function<bool(const std::string&)>& wanted);

/// All parameters that get a gradient in one group.
ParameterGroup whole_group(const Model& model, double learning_rate, double weight_decay);
/// The text encoder's ("text." ...) and all others, without a group that is empty.
std::vector<ParameterGroup> text_and_rest(const Model& model, double text_rate, double rate, double weight_decay);

/// The group without its biases and LayerNorm scales, and those without decay, as BERT is fine-tuned: "NAME", "NAME no
/// decay". Without one that is empty.
std::vector<ParameterGroup> decayed_apart(const ParameterGroup& group);

/// A stage "main" over all batches.
Stage main_stage(std::vector<ParameterGroup> groups, const Clip& clip);

}  // namespace mmim
