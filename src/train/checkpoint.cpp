#include "train/checkpoint.h"

#include "core/error.h"
#include "core/files.h"
#include "core/part_folder.h"
#include "nn/weights/arrays.h"
#include "nn/weights/module_arrays.h"

namespace mmim {
namespace fs = std::filesystem;

namespace {

NamedTensors read_tensors(const fs::path& path) {
  NamedTensors tensors;
  for (const auto& [name, array] : read_safetensors(path).arrays) tensors.emplace_back(name, to_tensor(array));
  return tensors;
}

NamedArrays to_arrays(const NamedTensors& tensors) {
  NamedArrays arrays;
  for (const auto& [name, tensor] : tensors) arrays.arrays.emplace_back(name, to_array(tensor));
  return arrays;
}

std::string short_hash(const Json& hash) { return hash.is_string() ? hash.get<std::string>().substr(0, 12) : "none"; }

/// What a hash names goes first: other data have another number of utterances too.
void check_identity(const Json& saved, const Json& now, const std::string& where) {
  for (const std::string key : {"data", "text encoder", "vocabulary"})
    if (const Json then = saved.value(key, Json()), value = now.value(key, Json()); then != value)
      throw ConfigError(where + ": the " + key + " changed since this run began" +
                        (key == "data" ? ", as by another import" : "") + " (hash " + short_hash(then) + " then, " +
                        short_hash(value) +
                        " now), so the run cannot go on; bring back what it began with, or begin a new run in another "
                        "--output-dir");
  for (const auto& [key, value] : now.items()) {
    const Json there = saved.value(key, Json());
    if (there != value)
      throw ConfigError(where + ": was saved with " + key + " " + there.dump() + ", this run has " + value.dump());
  }
}

/// RunLog::lengths() as they were written; the events lie in the run folder and nowhere else.
Json read_logs(const Json& logs, const std::string& where) {
  const auto events = logs.at("events").get<std::string>();
  if (!events.starts_with("events.out.tfevents.") || events.find('/') != std::string::npos)
    throw DataError(where + ": `" + events + "` is not the name of an event file");
  for (const char* length : {"metrics_bytes", "events_bytes"})
    if (!logs.at(length).is_number_integer() || logs.at(length) < 0)
      throw DataError(where + ": `" + length + "` is no length of a file");
  return logs;
}

/// The file is sorted by name; a model gets its tensors back in the order in which it gave them.
Archive read_model_state(const fs::path& path, const Json& about, torch::Device device) {
  Archive archive;
  const NamedArrays file = read_safetensors(path);
  for (const Json& name : about.at("tensors"))
    archive.tensors.emplace_back(name, to_tensor(file.at(name, path.string())).to(device));
  archive.values = about.at("values");
  return archive;
}

}  // namespace

void save_checkpoint(const fs::path& run, const Model& model, const Optimizer& optimizer, const WeightAverage& average,
                     const RunState& state, const RunIdentity& identity, const Json& logs) {
  Archive archive;
  model.save_state(archive);
  Json order = Json::array();
  for (const auto& [name, tensor] : archive.tensors) order.push_back(name);

  PartFolder part(run / "last");
  write_safetensors(part.path() / "weights.safetensors", arrays_of(model));
  write_safetensors(part.path() / "optimizer.safetensors", to_arrays(optimizer.state()));
  write_safetensors(part.path() / "model_state.safetensors", to_arrays(archive.tensors));
  if (average.active()) write_safetensors(part.path() / "average.safetensors", to_arrays(average.state()));
  write_json(part.path() / "state.json", {{"identity", identity.identity},
                                          {"machine", identity.machine},
                                          {"run", state.to_json()},
                                          {"model_state", {{"tensors", order}, {"values", archive.values}}},
                                          {"logs", logs}});
  part.commit();
}

bool has_checkpoint(const fs::path& run) {
  PartFolder::recover(run / "last");
  return fs::exists(run / "last");
}

Checkpoint load_checkpoint(const fs::path& run, Model& model, Optimizer& optimizer, WeightAverage& average,
                           const std::vector<Stage>& stages, RunState& state, const RunIdentity& identity) {
  const fs::path last = run / "last";
  const fs::path about = last / "state.json";
  const Json saved = read_json(about);
  try {
    check_identity(saved.at("identity"), identity.identity, about.string());
    state.restore(saved.at("run"));
    const fs::path weights = last / "weights.safetensors", moments = last / "optimizer.safetensors";
    fill(model, read_safetensors(weights), weights.string());
    optimizer.restore(read_tensors(moments), stages, moments.string());
    const fs::path mean = last / "average.safetensors";
    if (average.active()) average.restore(read_tensors(mean), mean.string());
    const torch::Device device = model.parameters().front().device();
    return {read_model_state(last / "model_state.safetensors", saved.at("model_state"), device),
            read_logs(saved.at("logs"), about.string()), saved.at("machine")};
  } catch (const nlohmann::json::exception& error) {
    throw DataError(about.string() + ": is not a saved state of a run (" + error.what() + ")");
  } catch (const std::out_of_range& error) {
    throw DataError(about.string() + ": is not a saved state of a run (" + error.what() + ")");
  }
}

}  // namespace mmim
