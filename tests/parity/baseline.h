#pragma once
#include "parity/recorded.h"

namespace mmim::golden {

/// Every case of the kind: the model's own stage, and in every arithmetic outputs, loss terms, every gradient, and each
/// parameter after the recorded steps, within the case's tolerances.
void expect_parity(const System& system);

/// Predictions for the first step's utterances after the recorded steps ("eval_after_stepN/pred"), by the statistics
/// that have run along.
void expect_predictions_after_steps(const System& system);

/// The model after all recorded steps, without comparisons.
std::shared_ptr<Model> after_steps(const System& system, const Case& recorded, const Arithmetic& arithmetic);

/// The pieces of it, for systems that are recorded in another form.
void expect_gradients(const Model& built, const std::string& model, const Recorded& want, const Tolerance& tolerance);
/// Changes since `before` of every parameter (and values of every buffer) against the recorded file.
void expect_changes(const Case& recorded, const std::string& model, const Model& built, const std::string& file,
                    int64_t steps, torch::Dtype dtype);

}  // namespace mmim::golden
