#include "core/files.h"
#include "corpus/inspect.h"
#include "corpus/layouts/layout.h"
#include "corpus/synthetic.h"
#include "formats/tree_file.h"
#include "fuzz/mutated_tree.h"
#include "fuzz/targets.h"
#include "support/scratch_folder.h"

namespace mmim {
namespace {

namespace fs = std::filesystem;

fs::path fixtures() { return fs::path(MMIM_SOURCE_DIR) / "tests/corpus/fixtures"; }

std::vector<fs::path> sorted(const fs::path& folder) {
  std::vector<fs::path> entries(fs::directory_iterator(folder), fs::directory_iterator{});
  std::sort(entries.begin(), entries.end());
  return entries;
}

/// What a person names to read a fixture: the pickle, or the folder where a layout has several files.
fs::path named(const fs::path& file) {
  const std::string extension = file.extension(), stem = file.stem();
  const bool whole = extension == ".pkl" && stem != "train" && stem != "dev" && stem != "test";
  if (whole || extension != ".csv") return whole ? file : file.parent_path();
  const bool mosei = stem.starts_with("MOSEI");
  for (const fs::path& beside : sorted(file.parent_path()))
    if (beside.extension() == ".pkl" && beside.stem().string().starts_with("mosei") == mosei) return beside;
  return file.parent_path();
}

void import_and_inspect(const fs::path& path, const fs::path& labels = {}) {
  assemble(*open_source(path, "", labels), {});
  render_inspection(inspect(path, "", labels));
}

/// The fixture that a damaged file is part of; a label table is named too, so that nothing passes it over.
void read_fixture(const fs::path& file) {
  import_and_inspect(named(file), file.extension() == ".csv" ? file : fs::path());
}

FuzzTarget layout_target(const fs::path& file) {
  const std::string folder = file.parent_path().filename(), name = file.filename();
  const auto form = file.extension() == ".csv" || file.extension() == ".tsv" || file.extension() == ".json"
                        ? Form::text
                        : Form::bytes;
  return target_of(
      {.name = "layout/" + folder + "/" + name,
       .seed = read_file(file),
       .form = form,
       .file = name,
       .read = read_fixture,
       .prepare = [file](const fs::path& to) { fs::copy(file.parent_path(), to, fs::copy_options::recursive); }});
}

/// A damaged file in a fixture that is a folder of folders, such as the features beside the table of their ids.
FuzzTarget inner_target(const fs::path& fixture, const fs::path& name) {
  const fs::path folder = fixtures() / fixture;
  const auto read = [name](const fs::path& file) {
    fs::path above = file;
    for ([[maybe_unused]] const fs::path& part : name) above = above.parent_path();
    import_and_inspect(above);
  };
  return target_of({.name = "layout/" + (fixture / name).string(),
                    .seed = read_file(folder / name),
                    .form = name.extension() == ".csv" ? Form::text : Form::bytes,
                    .file = name,
                    .read = read,
                    .prepare = [folder](const fs::path& to) { fs::copy(folder, to, fs::copy_options::recursive); }});
}

/// The content of a pickle with values out of place: what the layouts themselves have to check.
FuzzTarget tree_target(const fs::path& file) {
  const Value tree = read_tree(file);
  const std::string name = file.filename();
  return {"values/" + file.parent_path().filename().string() + "/" + name, "",
          [tree, file, name](const Attempt& attempt) {
            const fs::path path = attempt.folder / name;
            if (!fs::exists(path)) fs::copy(file.parent_path(), attempt.folder);
            assemble(*source_of(opened_pickle(path, attempt.whole ? tree : mutated_tree(tree, attempt.key)), ""), {});
          }};
}

void put_dataset(const fs::path& folder) {
  SyntheticOptions options;
  options.utterances = 20;
  options.longest = 4;
  const fs::path made = folder / "made";
  import_dataset(*synthetic_source(options), {}, made);
  for (const fs::path& file : sorted(made)) fs::rename(file, folder / file.filename());
  fs::remove(made);
}

void add_dataset_targets(std::vector<FuzzTarget>& targets) {
  const ScratchFolder scratch;
  put_dataset(scratch.path);
  for (const auto& [file, form] : {std::pair("dataset.json", Form::json), std::pair("train.safetensors", Form::bytes)})
    targets.push_back(target_of({.name = std::string("dataset/") + file,
                                 .seed = read_file(scratch.path / file),
                                 .form = form,
                                 .file = file,
                                 .read = [](const fs::path& path) { import_and_inspect(path.parent_path()); },
                                 .prepare = put_dataset}));
}

}  // namespace

void add_layout_targets(std::vector<FuzzTarget>& targets) {
  for (const fs::path& folder : sorted(fixtures()))
    for (const fs::path& file : sorted(folder)) {
      if (fs::is_directory(file)) continue;
      targets.push_back(layout_target(file));
      if (file.extension() == ".pkl" && folder.filename() != "refused") targets.push_back(tree_target(file));
    }
  for (const char* name : {"visual/d/1.npy", "acoustic/d_1.csv"}) targets.push_back(inner_target("table", name));
  for (const char* name : {"openface/vid_b_10.csv", "egemaps/d_1.csv"}) targets.push_back(inner_target("tools", name));
  targets.push_back(inner_target("fet_clips", "clips/d_1.pkl"));
  for (const char* name : {"Processed/aligned.pkl", "label.csv"}) targets.push_back(inner_target("people/MOSI", name));
  add_dataset_targets(targets);
}

}  // namespace mmim
