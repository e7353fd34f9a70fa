#include "cli/run_folder.h"

#include <algorithm>

#include "core/error.h"
#include "core/names.h"
#include "experiments/plan.h"

namespace mmim {
namespace fs = std::filesystem;

namespace {

const std::vector<std::string> kMayChange{"train.device",       "train.threads",   "train.keep_last",
                                          "train.save_minutes", "train.log_every", "train.read_every"};

}  // namespace

bool holds_run(const fs::path& folder) {
  return fs::exists(folder / "config.toml") && !fs::exists(folder / "model.safetensors");
}

void refuse_used_folder(const fs::path& folder) {
  if (holds_run(folder))
    throw UsageError(folder.string() + " holds a run already: `mmim train --resume " + folder.string() +
                     "` goes on with it, another --output-dir begins a new one");
}

fs::path new_run_folder(const std::string& wanted, const Run& run) {
  if (!wanted.empty()) {
    refuse_used_folder(wanted);
    return wanted;
  }
  const std::string base =
      "runs/" + run.config->model + "-" + file_word(run.dataset.info.name) + "-" + std::to_string(run.config->seed);
  fs::path folder = base;
  for (int k = 2; fs::exists(folder); ++k) folder = base + "-" + std::to_string(k);
  return folder;
}

std::unique_ptr<RunConfig> resumed_config(const fs::path& folder, const std::vector<std::string>& assignments) {
  const std::string file = (folder / "config.toml").string();
  if (!holds_run(folder)) throw UsageError("--resume " + folder.string() + ": no run is there (no config.toml)");
  const Json tree = read_toml(file);
  auto config = RunConfig::resolve(tree, file, {});
  for (const std::string& assignment : assignments) {
    const std::string path = assignment.substr(0, assignment.find('='));
    const Json before = config->options().find(path).get();
    config->options().set_text(assignment);
    make_paths_absolute(*config);
    const Json after = config->options().find(path).get();
    if (after != before && std::find(kMayChange.begin(), kMayChange.end(), path) == kMayChange.end())
      throw UsageError("--resume goes on with " + file + ", where " + path + " is " + before.dump() + ", not " +
                       after.dump());
  }
  return config;
}

}  // namespace mmim
