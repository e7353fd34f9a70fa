#include "corpus/layouts/unknown.h"

#include <algorithm>

#include "corpus/layouts/columns.h"
#include "corpus/layouts/folds.h"
#include "corpus/layouts/tuples.h"
#include "formats/plain_file.h"

namespace mmim {

namespace {

std::string key_listing(const Value& dictionary) {
  constexpr size_t kShown = 12;
  std::vector<std::string> names;
  for (const auto& [key, value] : dictionary.dict()->items)
    names.push_back(scalar_text(key) ? "`" + scalar_text(key)->substr(0, 40) + "`" : key.say());
  const size_t count = names.size();
  if (count > kShown) names.resize(kShown);
  if (count > kShown) names.push_back(std::to_string(count - kShown) + " more");
  if (count == 0) return "without entries";
  return "with the " + std::string(count == 1 ? "key " : "keys ") + listing(names);
}

/// "a dictionary with the keys `audio` and `vision`", "a list whose first item is a tuple of 3".
std::string say_content(const Value& value) {
  if (value.dict()) return "a dictionary " + key_listing(value);
  if (value.array() || value.text() || size_of(value) <= 0) return value.say();
  const Value first = item_of(value, 0);
  return std::string(value.list() ? "a list" : value.say()) + " whose first item is " +
         (first.dict() ? "a dictionary " + key_listing(first) : first.say());
}

std::string say_folders_in(const std::filesystem::path& folder) {
  constexpr size_t kShown = 4;
  std::vector<std::string> names;
  std::error_code code;
  for (const auto& entry : std::filesystem::directory_iterator(folder, code))
    if (entry.is_directory(code)) names.push_back("`" + printable(entry.path().filename().string()) + "`");
  std::sort(names.begin(), names.end());
  const size_t count = names.size();
  if (count == 0) return "is an empty folder";
  names.resize(std::min(count, kShown));
  if (count > kShown) names.push_back(std::to_string(count - kShown) + " more");
  return "holds no file, but the " + std::string(count == 1 ? "folder " : "folders ") + listing(names) +
         "; name what is to be read in there";
}

std::string say_files(const Opened& opened) {
  constexpr size_t kShown = 8;
  std::vector<std::string> names;
  for (const auto& file : opened.files) names.push_back(file.filename().string());
  const size_t count = names.size();
  if (count == 0) return say_folders_in(opened.path);
  names.resize(std::min(count, kShown));
  if (count > kShown) names.push_back(std::to_string(count - kShown) + " more");
  return "is a folder with " + listing(names);
}

/// Splits of one kind share a clause.
std::string say_splits(const Opened& opened) {
  std::vector<std::pair<std::string, std::vector<std::string>>> kinds;
  for (const auto& part : opened.splits) {
    if (!part) continue;
    const std::string content = say_content(part->content), key = "`" + part->path.filename().string() + "`";
    auto known = std::find_if(kinds.begin(), kinds.end(), [&](const auto& kind) { return kind.first == content; });
    if (known == kinds.end()) known = kinds.insert(known, {content, {}});
    known->second.push_back(opened.tree.is_none() ? key : "`" + part->key + "`");
  }
  std::string text;
  for (const auto& [content, keys] : kinds)
    text += (text.empty() ? "" : "; ") + listing(keys) + (keys.size() == 1 ? " is " : " are each ") + content;
  return text;
}

std::string say_opened(const Opened& opened) {
  if (opened.pickle.empty()) return say_files(opened);
  if (!opened.has_splits()) return "is " + say_content(opened.tree);
  return (opened.tree.is_none() ? "" : "is a dictionary of splits: ") + say_splits(opened);
}

const std::vector<std::string>& stream_keys() {
  static const std::vector<std::string> keys{"vision", "visual", "video", "audio", "acoustic", "raw_text", "text_bert"};
  return keys;
}

int64_t keys_in(const Value& dictionary, const std::vector<std::string>& keys) {
  return std::count_if(keys.begin(), keys.end(), [&](const std::string& key) { return dictionary.find(key); });
}

/// The dictionary of a split that is a dictionary, or null.
const Value* columns_of(const Opened& opened) {
  for (const auto& part : opened.splits)
    if (part && part->content.dict() && !part->content.dict()->items.empty()) return &part->content;
  return nullptr;
}

/// The layout that a practitioner would compare with.
std::string nearest_layout(const Opened& opened) {
  for (const auto& file : opened.files) {
    const std::filesystem::path extension = plain_name(file).extension();
    if (extension == ".csd") return "csd";
    if (extension == ".h5") return "seq20";
    if (extension == ".safetensors") return "dataset";
  }
  if (opened.pickle.empty() && !opened.has_splits()) return "table";
  if (const Value* columns = columns_of(opened)) {
    if (keys_in(*columns, {"covarep", "facet", "label"}) > 1) return "lmf";
    return keys_in(*columns, {"labels", "text"}) > 1 && !columns->find("raw_text") ? "mult" : "mmsa";
  }
  const int64_t items = inner_items(opened);
  if (items > 0) return items > 4 ? "mmim" : items == 4 ? "misa" : "mag-bert";
  return opened.has_splits() ? "mmsa" : "";
}

/// What to do with a pickle in which nothing is named as a split.
std::string remedy(const Value& tree) {
  if (!tree.dict()) {
    const bool column = !tree.array() && !tree.text() && size_of(tree) > 0;
    const Value first = column ? item_of(tree, 0) : Value{};
    if (first.dict() || (column && size_of(first) == 3))
      return "; name the splits: {\"train\": ..., \"valid\": ..., \"test\": ...}, or name a file of one split "
             "train.pkl, "
             "dev.pkl or test.pkl";
    return ", in which train, valid and test hold utterances; `mmim import --help` lists the layouts";
  }
  const bool several = std::any_of(tree.dict()->items.begin(), tree.dict()->items.end(), [](const auto& item) {
    const std::string* key = item.first.text();
    return key && (*key == "id" || key->find("label") != key->npos) && size_of(item.second) > 1;
  });
  const bool one_clip =
      !several && std::any_of(stream_keys().begin(), stream_keys().end(), [&](const std::string& key) {
        const Value* value = tree.find(key);
        return value && ((value->text() && key == "raw_text") || (value->array() && value->array()->shape.size() == 2));
      });
  if (one_clip)
    return "; these are the features of one clip, which `mmim predict` scores as one line {\"text\": ..., \"visual\": "
           "[[...]], \"acoustic\": [[...]]}";
  if (keys_in(tree, stream_keys()) > 0)
    return "; these are the columns of one split: put them under its name ({\"test\": ...}), or name the file test.pkl";
  return ": no key names a split (train, valid or test)";
}

/// A table of text beside the pickle of a folder may be what was meant.
std::string table_beside(const Opened& opened) {
  for (const auto& file : opened.files) {
    const std::filesystem::path extension = plain_name(file).extension();
    if (opened.path != opened.pickle && (extension == ".csv" || extension == ".tsv"))
      return "; `mmim import " + file.string() + " OUT` reads the table beside it";
  }
  return "";
}

}  // namespace

std::string unknown_layout(const Opened& opened, const std::vector<LayoutReader>& layouts) {
  const bool of_a_pickle = !opened.pickle.empty() && !opened.has_splits();
  const std::filesystem::path& subject = of_a_pickle ? opened.pickle : opened.path;
  std::string text = subject.string() + ": " + say_opened(opened) + ", which is of no known layout";
  if (of_a_pickle) return text + remedy(opened.tree) + table_beside(opened);
  const std::string nearest = nearest_layout(opened);
  for (const LayoutReader& layout : layouts)
    if (layout.entry.name == nearest)
      return text + "; the nearest is " + nearest + " (" + layout.entry.files + "), but it has " +
             layout.mismatch(opened);
  return text + "; `mmim import --help` lists the layouts";
}

}  // namespace mmim
