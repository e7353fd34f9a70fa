#include "train/toy_run.h"

#include <sstream>

#include "nn/weights/module_arrays.h"

namespace mmim {

std::vector<int64_t> Watcher::best_epochs() const {
  std::vector<int64_t> best;
  for (const EpochSummary& epoch : epochs)
    if (epoch.best) best.push_back(epoch.epoch);
  return best;
}

ToyRun::ToyRun(const std::string& name) : folder(scratch("run_" + name)) {
  std::filesystem::remove_all(folder);
  config.seed = 3;
  config.train.batch_size = 5;
  config.train.epochs = kToyEpochs;
}

RunOutcome ToyRun::fit(Model& model, Observer& observer) const {
  const auto save_best = [&](const std::filesystem::path& best, const EpochSummary&, const Predictions&) {
    write_safetensors(best / "weights.safetensors", arrays_of(model));
  };
  return mmim::fit(model, {train, valid, nullptr, mark, origin}, config, folder, save_best, observer);
}

RunOutcome ToyRun::fit_scripted(Model& model, Observer& observer) const {
  const auto save_best = [](const std::filesystem::path&, const EpochSummary&, const Predictions&) {};
  return mmim::fit(model, {train, zero_labels, &one_labels, mark, origin}, config, folder, save_best, observer);
}

std::vector<Json> ToyRun::log() const {
  std::istringstream text(read_file(folder / "metrics.jsonl"));
  std::vector<Json> lines;
  for (std::string line; std::getline(text, line);) {
    lines.push_back(parse_json(line, "metrics.jsonl"));
    lines.back().erase("seconds");
  }
  return lines;
}

std::vector<float> weights_of(const Model& model) {
  std::vector<float> all;
  for (const auto& [name, array] : arrays_of(model).arrays) {
    const auto values = array.to_floats();
    all.insert(all.end(), values.begin(), values.end());
  }
  return all;
}

std::map<std::string, std::string> bytes_below(const std::filesystem::path& folder) {
  std::map<std::string, std::string> files;
  for (const auto& entry : std::filesystem::recursive_directory_iterator(folder))
    if (entry.is_regular_file()) files[entry.path().lexically_relative(folder).string()] = read_file(entry.path());
  return files;
}

}  // namespace mmim
