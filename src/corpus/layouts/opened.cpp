#include <algorithm>

#include "core/error.h"
#include "corpus/layouts/layout.h"
#include "formats/pickle.h"

namespace mmim {
namespace fs = std::filesystem;

namespace {

std::optional<SplitName> split_of_stem(const fs::path& file) {
  const std::string stem = file.stem().string();
  if (stem == "dev") return SplitName::valid;
  for (const SplitName split : kSplits)
    if (stem == word(split)) return split;
  return {};
}

bool is_pickle(const fs::path& file) { return file.extension() == ".pkl" || file.extension() == ".pickle"; }

/// A pickle that is one split's list takes its place among the split files, any other is the tree.
void read_one(const fs::path& file, Opened& opened) {
  const Value tree = read_pickle(file);
  const auto split = split_of_stem(file);
  if (!split || !tree.list()) {
    opened.pickle = file;
    opened.tree = tree;
    return;
  }
  auto& place = opened.split_files[static_cast<size_t>(*split)];
  if (place)
    throw DataError(file.string() + ": is a second file of split " + word(*split) + " beside " + place->path.string());
  place = {file, tree};
}

void read_folder(Opened& opened) {
  std::vector<fs::path> pickles, splits;
  for (const auto& entry : fs::directory_iterator(opened.path)) {
    if (!entry.is_regular_file()) continue;
    opened.files.push_back(entry.path());
    if (is_pickle(entry.path())) (split_of_stem(entry.path()) ? splits : pickles).push_back(entry.path());
  }
  std::sort(opened.files.begin(), opened.files.end());
  std::sort(pickles.begin(), pickles.end());
  for (const fs::path& file : splits) read_one(file, opened);
  if (!splits.empty() || pickles.empty()) return;
  if (pickles.size() > 1)
    throw DataError(opened.path.string() + ": holds several pickles (" + pickles[0].filename().string() + " and " +
                    pickles[1].filename().string() + " among them); name one of them");
  read_one(pickles[0], opened);
}

}  // namespace

Opened open_path(const fs::path& path, const fs::path& labels) {
  Opened opened{.path = path, .labels = labels};
  std::error_code code;
  if (!fs::exists(path, code)) throw DataError(path.string() + ": no such file or folder");
  if (fs::is_directory(path, code)) {
    read_folder(opened);
  } else if (path.extension() == ".csd" || path.extension() == ".h5" || path.extension() == ".safetensors") {
    throw DataError(path.string() + ": is one file of several, name the folder it lies in");
  } else {
    read_one(path, opened);
  }
  return opened;
}

}  // namespace mmim
