#pragma once
#include <filesystem>

#include "train/run_state.h"
#include "train/weight_average.h"

namespace mmim {

/// Where a saved run stands on what: a run goes on only with the same `identity`; with another `machine` bit-identity
/// is lost.
struct RunIdentity {
  Json identity;        ///< seed, batch size, utterances, stages
  std::string machine;  ///< say_machine()
};

/// Writes last/ into the run folder, whole or not at all: weights, optimizer, model_state and, where there is one,
/// average safetensors, state.json.
/// `logs`: RunLog::lengths(). Error when it cannot be written; the last/ before it stays then.
void save_checkpoint(const std::filesystem::path& run, const Model& model, const Optimizer& optimizer,
                     const WeightAverage& average, const RunState& state, const RunIdentity& identity,
                     const Json& logs);

/// What last/ holds beside weights and moments.
struct Checkpoint {
  Archive model_state;
  Json logs;
  std::string machine;
};

/// Whether the run folder holds a last/ (put back first if a process died while replacing it).
bool has_checkpoint(const std::filesystem::path& run);

/// Reads last/ into `model`, `optimizer` and `state`. DataError names a file that is missing or damaged; ConfigError
/// what of `identity` differs.
Checkpoint load_checkpoint(const std::filesystem::path& run, Model& model, Optimizer& optimizer, WeightAverage& average,
                           const std::vector<Stage>& stages, RunState& state, const RunIdentity& identity);

}  // namespace mmim
