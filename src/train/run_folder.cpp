#include "train/run_folder.h"

#include <algorithm>

#include "core/error.h"
#include "core/names.h"
#include "core/own_folder.h"
#include "results/run_report.h"

namespace mmim {
namespace fs = std::filesystem;

namespace {

/// What a run leaves from its first second on, or a configuration that lists every option as a run writes it. A
/// person's config.toml alone is no run.
bool has_begun(const fs::path& folder) {
  for (const char* name : {"metrics.jsonl", "last", "best", "report.json", "wanted.json"})
    if (fs::exists(folder / name)) return true;
  const std::string file = (folder / "config.toml").string();
  const Json listing = read_toml(file);
  auto config = RunConfig::stored(listing, file);
  const Options options = config.options();
  return std::all_of(options.fields().begin(), options.fields().end(), [&](const Options::Field& field) {
    std::string pointer = "/" + field.path;
    std::replace(pointer.begin(), pointer.end(), '.', '/');
    return !field.earlier.is_null() || listing.contains(Json::json_pointer(pointer));
  });
}

}  // namespace

void expect_run_folder(const fs::path& folder) {
  if (holds_run(folder) && !has_begun(folder))
    throw UsageError(folder.string() +
                     ": holds config.toml of no run, which would be replaced; name a new or empty "
                     "folder");
  if (holds_run(folder))
    throw UsageError(folder.string() + " holds a run already: `mmim train --resume " + folder.string() +
                     "` goes on with it, another --output-dir begins a new one");
  expect_new_folder(folder, FolderKind::run);
}

fs::path new_run_folder(const std::string& wanted, const Run& run) {
  if (!wanted.empty()) {
    expect_run_folder(wanted);
    return wanted;
  }
  const std::string base =
      "runs/" + run.config.model + "-" + file_word(run.dataset.info.name) + "-" + std::to_string(run.config.seed);
  fs::path folder = base;
  for (int k = 2; fs::exists(folder); ++k) folder = base + "-" + std::to_string(k);
  return folder;
}

RunConfig resumed_config(const fs::path& folder, const std::vector<std::string>& assignments) {
  const std::string file = (folder / "config.toml").string();
  if (!holds_run(folder)) throw UsageError("--resume " + folder.string() + ": no run is there (no config.toml)");
  if (!has_begun(folder))
    throw UsageError("--resume " + folder.string() + ": no run is there; `mmim train --config " + file +
                     "` begins one with this configuration");
  RunConfig config = RunConfig::stored(read_toml(file), file);
  for (const std::string& assignment : assignments) {
    const std::string path = assignment.substr(0, assignment.find('='));
    const Options options = config.options();
    const Options::Field& field = options.find(path);
    const Json before = field.get();
    options.set_text(assignment);
    if (field.get() != before && field.effect == Effect::numbers)
      throw UsageError("--resume goes on with " + file + ", where " + path + " is " + before.dump() + ", not " +
                       field.get().dump());
  }
  config.make_paths_absolute();
  return config;
}

}  // namespace mmim
