#include <algorithm>

#include "core/error.h"
#include "corpus/layouts/columns.h"
#include "corpus/layouts/fields.h"
#include "corpus/layouts/layout.h"
#include "corpus/layouts/pickles_below.h"
#include "corpus/packed_folder.h"
#include "corpus/split_names.h"
#include "formats/file_words.h"
#include "formats/plain_file.h"
#include "formats/tree_file.h"

namespace mmim {
namespace fs = std::filesystem;

namespace {

bool is_one_of_several(const fs::path& file) {
  const fs::path extension = plain_name(file).extension();
  return extension == ".csd" || extension == ".h5" || extension == ".safetensors";
}

/// By name and content: what Python wrote is no table, whatever its name.
bool is_table_of_text(const fs::path& file) {
  const fs::path extension = plain_name(file).extension();
  const bool named = extension == ".csv" || extension == ".tsv" || extension == ".txt";
  if (!named) return false;
  const PlainFile content(file);
  return content.bytes().empty() || may_be_table(content.bytes());
}

std::string stem_of(const fs::path& file) { return plain_name(file).stem().string(); }

void add_split(Opened& opened, SplitName split, Opened::Part part) {
  auto& slot = opened.splits[static_cast<size_t>(split)];
  if (slot && slot->path != part.path)
    throw DataError(part.path.string() + ": is a second file of split " + word(split) + " beside " +
                    slot->path.string());
  if (slot)
    throw DataError(part.path.string() + ": keys `" + slot->key + "` and `" + part.key + "` both name the split " +
                    word(split));
  slot = std::move(part);
}

/// A split as layouts know it: a list of dictionaries, one for each utterance, becomes a dictionary of columns.
Value as_split(const Value& wrapped) {
  const Value& value = unwrapped(wrapped);
  const int64_t size = value.text() || value.array() ? 0 : size_of(value);
  if (size <= 0 || !item_of(value, 0).dict()) return value;
  auto columns = std::make_shared<Dict>();
  for (const std::string& key : item_of(value, 0).keys()) {
    auto column = std::make_shared<List>();
    for (int64_t i = 0; i < size; ++i) {
      const Value utterance = item_of(value, i);
      const Value* field = utterance.find(key);
      column->items.push_back(field ? *field : Value{});
    }
    columns->items.emplace_back(Value{key}, Value{std::shared_ptr<const List>(std::move(column))});
  }
  return {std::shared_ptr<const Dict>(std::move(columns))};
}

/// Adds what is called `eval` or `evaluation` as the split that is not there otherwise.
void add_evaluation(Opened& opened, Opened::Part part, const std::string& shown) {
  const bool has_valid = opened.splits[1].has_value(), has_test = opened.splits[2].has_value();
  const auto split = evaluation_split(has_valid, has_test, part.path.string() + ": " + shown);
  if (!split) return opened.unread.push_back(shown);
  opened.notes.push_back({"evaluation_split", 1, say_evaluation(part.key, *split)});
  add_split(opened, *split, std::move(part));
}

/// The splits that a dictionary holds under their names.
void read_splits(Opened& opened) {
  const Dict* tree = opened.tree.dict();
  std::optional<Opened::Part> evaluation;
  for (size_t i = 0; tree && i < tree->items.size(); ++i) {
    const auto& [key, value] = tree->items[i];
    if (!key.text()) continue;
    const auto split = split_named(*key.text());
    if (split) add_split(opened, *split, {opened.pickle, *key.text(), as_split(value)});
    if (split) continue;
    if (names_evaluation(*key.text()) && !evaluation && (value.dict() || size_of(value) >= 0))
      evaluation = {opened.pickle, *key.text(), as_split(value)};
    else
      opened.unread.push_back("`" + key.text()->substr(0, 40) + "`");
  }
  if (!evaluation) return;
  const std::string shown = "the key `" + evaluation->key + "`";
  add_evaluation(opened, std::move(*evaluation), shown);
}

/// Adds a pickle to what lies in a folder. A file of one split takes its place beside the others.
void add_pickle(const fs::path& file, const Value& tree, Opened& opened) {
  Opened own = opened_pickle(file, tree);
  if (!own.tree.is_none() || !own.has_splits()) {
    opened.pickle = file;
    opened.tree = own.tree;
    opened.splits = own.splits;
    opened.unread = own.unread;
    opened.notes.insert(opened.notes.end(), own.notes.begin(), own.notes.end());
    return;
  }
  if (opened.pickle.empty()) opened.pickle = file;
  for (const SplitName split : kSplits)
    if (auto& part = own.splits[static_cast<size_t>(split)]) add_split(opened, split, std::move(*part));
}

void read_one(const fs::path& file, Opened& opened) {
  const Value tree = read_tree(file);
  if (tree.opaque()) throw DataError(file.string() + ": holds " + tree.say() + "; a dictionary of splits was expected");
  add_pickle(file, tree, opened);
}

/// A pickle that is called `eval`, beside pickles of splits.
void read_evaluation(const fs::path& file, Opened& opened) {
  add_evaluation(opened, {file, stem_of(file), as_split(unwrapped(read_tree(file)))}, file.filename().string());
}

void read_folder(Opened& opened) {
  std::vector<fs::path> pickles, splits;
  for (const auto& entry : fs::directory_iterator(opened.path)) {
    if (!entry.is_regular_file()) continue;
    opened.files.push_back(entry.path());
    if (is_pickle(entry.path())) (split_named(stem_of(entry.path())) ? splits : pickles).push_back(entry.path());
  }
  std::sort(opened.files.begin(), opened.files.end());
  std::sort(pickles.begin(), pickles.end());
  std::sort(splits.begin(), splits.end());
  for (const fs::path& file : splits) read_one(file, opened);
  const auto is_evaluation = [](const fs::path& file) { return names_evaluation(stem_of(file)); };
  for (const fs::path& file : splits.empty() ? std::vector<fs::path>() : pickles) {
    if (is_evaluation(file))
      read_evaluation(file, opened);
    else
      opened.unread.push_back(file.filename().string());
  }
  if (!splits.empty() || pickles.empty()) return;
  if (pickles.size() > 1)
    throw DataError(opened.path.string() + ": holds several pickles (" + pickles[0].filename().string() + " and " +
                    pickles[1].filename().string() + " among them); name one of them");
  read_one(pickles[0], opened);
}

/// The data sets of these pickles: each one of several splits, or together where each is named as a split.
std::vector<Opened> datasets_of(const std::vector<fs::path>& pickles, const Opened& folder) {
  const bool of_splits = std::all_of(pickles.begin(), pickles.end(), [&](const fs::path& file) {
    return split_named(stem_of(file)) && file.parent_path() == pickles[0].parent_path();
  });
  std::vector<Opened> all;
  for (const fs::path& file : pickles) {
    const Value tree = read_tree(file);
    if (tree.opaque()) continue;  // a model, say
    if (all.empty() || !of_splits) {
      all.push_back({.path = folder.path, .labels = folder.labels, .files = folder.files});
      all.back().table = folder.table;
    }
    add_pickle(file, tree, all.back());
    if (!all.back().has_splits()) all.pop_back();  // any other pickle
  }
  return all;
}

}  // namespace

void read_below(Opened& opened) {
  std::error_code code;
  if (!fs::is_directory(opened.path, code) || !opened.pickle.empty()) return;
  if (std::any_of(opened.files.begin(), opened.files.end(), is_one_of_several)) return;
  std::vector<Opened> found = datasets_of(pickles_below(opened.path), opened);
  if (found.empty()) return;
  std::vector<std::string> commands;
  for (const Opened& one : found) commands.push_back("`mmim import " + one.pickle.string() + " OUT`");
  if (found.size() > 1)
    throw DataError(opened.path.string() + ": holds several data sets in its folders; one of them is read by " +
                    listing(commands));
  opened = std::move(found[0]);
  const fs::path read = opened.tree.is_none() ? opened.pickle.parent_path() : opened.pickle;
  opened.notes.push_back({"read_below", 1,
                          read.lexically_relative(opened.path).string() +
                              " is read, the one data set in the folders of " + opened.path.string()});
}

Opened opened_pickle(const fs::path& path, const Value& tree) {
  Opened opened{.path = path, .pickle = path, .tree = unwrapped(tree)};
  read_splits(opened);
  const std::string stem = stem_of(path);
  const auto split = split_named(stem);
  if (!split || opened.has_splits()) return opened;
  opened.splits[static_cast<size_t>(*split)] = Opened::Part{path, stem, as_split(opened.tree)};
  opened.tree = {};
  return opened;
}

const Value& Opened::content(SplitName split) const {
  static const Value kNone{};
  const auto& part = splits[static_cast<size_t>(split)];
  return part ? part->content : kNone;
}

std::string Opened::where(SplitName split) const {
  const auto& part = splits[static_cast<size_t>(split)];
  const bool renamed = part && part->key != word(split);
  return say_place(part ? part->path : path, split) + (renamed ? " (`" + part->key + "`)" : "");
}

DatasetInfo Opened::described(DatasetInfo info) const {
  info.source = path.string();
  for (const Note& note : notes) info.note(note.kind, note.count, note.sentence);
  info.note("keys_not_read", static_cast<int64_t>(unread.size()),
            "not read, because " + std::string(unread.size() == 1 ? "it names" : "they name") +
                " no split: " + listing(unread));
  return info;
}

std::vector<fs::path> Opened::split_files() const {
  std::vector<fs::path> paths;
  for (const auto& part : splits)
    if (part && std::find(paths.begin(), paths.end(), part->path) == paths.end()) paths.push_back(part->path);
  return paths;
}

Opened open_path(const fs::path& path, const fs::path& labels) {
  Opened opened{.path = path, .labels = labels};
  std::error_code code;
  if (!fs::exists(path, code)) throw DataError(path.string() + ": no such file or folder");
  const bool is_folder = fs::is_directory(path, code);
  if (!is_folder) refuse_packed_folder(path);
  if (is_folder) {
    read_folder(opened);
  } else if (is_one_of_several(path)) {
    throw DataError(path.string() + ": is one file of several, name the folder it lies in");
  } else if (is_table_of_text(path)) {
    opened.files.push_back(path);
  } else {
    read_one(path, opened);
  }
  return opened;
}

}  // namespace mmim
