#pragma once
#include <functional>

#include "core/json.h"
#include "models/model.h"

namespace mmim::golden {

/// The group of a recorded optimiser (golden/README.md) that steps a parameter; std::runtime_error without one.
const Json& group_of(const Json& optimizer, const std::string& published);
Clip recorded_clip(const Json& optimizer);
ScheduleOptions recorded_schedule(const Json& optimizer);

/// A recorded optimiser over the parameters of a model: a stage for each recorded pass, or one. Every parameter is a
/// group. `published`: what the recording calls a parameter of ours, "" where the recording has none.
std::vector<Stage> recorded_stages(const Json& optimizer, const Model& model,
                                   const std::function<std::string(const std::string& ours)>& published);

/// The stages of a model against wanted ones: rate and decay of every parameter, parameters that are not stepped,
/// moments, clip, schedule, share of the batches, accumulation and tail. Wanted parameters that by design get no
/// gradient may be missing.
void expect_stages(const Model& model, const std::vector<Stage>& wanted);

/// Options of a system whose published program has one optimiser, from the recorded one. The last group's rate and
/// decay are those of all parameters without an option of their own.
template <class SystemOptions>
void take_optimizer(SystemOptions& o, const Json& optimizer) {
  o.learning_rate = optimizer.at("groups").back().at("lr");
  o.weight_decay = optimizer.at("groups").back().at("weight_decay");
  o.clip = recorded_clip(optimizer);
  if constexpr (requires { o.learning_rate_text; }) o.learning_rate_text = o.learning_rate;
  if constexpr (requires { o.schedule; }) o.schedule = recorded_schedule(optimizer);
  if constexpr (requires { o.accumulate; }) {
    o.accumulate = optimizer.value("accumulate", int64_t{1});
    o.tail = optimizer.value("drop_incomplete_accumulation", false) ? Stage::Tail::drop : Stage::Tail::step;
  }
}

}  // namespace mmim::golden
