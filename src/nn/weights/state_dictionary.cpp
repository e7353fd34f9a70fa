#include "nn/weights/state_dictionary.h"

#include <algorithm>

#include "core/error.h"
#include "core/names.h"
#include "formats/file_kind.h"
#include "formats/plain_file.h"
#include "formats/safetensors.h"
#include "formats/tree_file.h"
#include "nn/weights/wrapper_prefix.h"

namespace mmim {

namespace {

namespace fs = std::filesystem;

/// A dictionary in which tensors lie by name, and how Python gets at it from the whole file.
struct Candidate {
  const Value* dictionary;
  std::string path;  // "", or `["state_dict"]`
  int64_t tensors;
};

int64_t tensors_in(const Value& value) {
  int64_t count = 0;
  if (value.dict())
    for (const auto& [key, item] : value.dict()->items) count += key.text() && item.array();
  return count;
}

void add_candidates(const Value& value, const std::string& path, int depth, std::vector<Candidate>& found) {
  constexpr int kDeepest = 2;
  if (!value.dict()) return;
  if (const int64_t tensors = tensors_in(value); tensors > 0) found.push_back({&value, path, tensors});
  if (depth == kDeepest) return;
  for (const auto& [key, item] : value.dict()->items)
    if (key.text()) add_candidates(item, path + "[\"" + *key.text() + "\"]", depth + 1, found);
}

std::string saving(const std::string& path, const std::string& call) {
  return "torch.save(torch.load(\"old.pt\", map_location=\"cpu\", weights_only=False)" + path + call +
         ", \"new.pth\") saves one";
}

/// Nothing that a file names is run, so that a whole model cannot be read; the file says where it lies.
[[noreturn]] void refuse_without_tensors(const Value& tree, const std::string& where) {
  const std::string wanted = "; a state dictionary is wanted: where the model's own code can be imported, ";
  if (tree.opaque()) throw DataError(where + ": holds " + tree.opaque()->what + wanted + saving("", ".state_dict()"));
  if (!tree.dict())
    throw DataError(where + ": holds " + tree.say() + "; a state dictionary is wanted, which has tensors by name");
  for (const auto& [key, item] : tree.dict()->items)
    if (key.text() && item.opaque() && item.opaque()->what.find("object") != std::string::npos)
      throw DataError(where + ": holds under `" + *key.text() + "` " + item.opaque()->what + wanted +
                      saving("[\"" + *key.text() + "\"]", ".state_dict()"));
  throw DataError(where + ": holds no tensors by name, but a dictionary with " +
                  (tree.keys().empty() ? "no keys of text" : "the keys " + some_of(tree.keys())));
}

/// The candidate with by far the most tensors.
const Candidate& chosen(const std::vector<Candidate>& found, const std::string& where) {
  const auto more = [](const Candidate& a, const Candidate& b) { return a.tensors < b.tensors; };
  const Candidate& most = *std::max_element(found.begin(), found.end(), more);
  std::vector<std::string> rivals;
  for (const Candidate& one : found)
    if (2 * one.tensors >= most.tensors) rivals.push_back(one.path.empty() ? "the file itself" : "`" + one.path + "`");
  if (rivals.size() == 1) return most;
  throw DataError(where + ": holds several dictionaries of tensors, " + listing(rivals) + "; in Python, " +
                  saving(most.path, "") + " of them");
}

/// A data set is mistaken for weights where both are .pkl: its splits, or utterances one after the other.
void refuse_data(const Value& tree, const std::string& where) {
  const std::string way = "; it is no file of weights, and `mmim import " + where + " OUT` reads data";
  std::vector<std::string> splits;
  for (const char* key : {"train", "valid", "val", "dev", "test"})
    if (const Value* split = tree.find(key); split && (split->dict() || split->list())) splits.emplace_back(key);
  if (splits.size() > 1) throw DataError(where + ": holds the splits " + listing(splits) + " of a data set" + way);
  const List* list = tree.list();
  if (list && !list->items.empty() && (list->items[0].list() || list->items[0].dict()))
    throw DataError(where + ": holds " + tree.say() + ", as utterances are kept" + way);
}

StateDictionary tensors_of(const Value& tree, const std::string& where) {
  refuse_data(tree, where);
  std::vector<Candidate> found;
  add_candidates(tree, "", 0, found);
  if (found.empty()) refuse_without_tensors(tree, where);
  const Candidate& state = chosen(found, where);
  StateDictionary result;
  for (const auto& [key, item] : state.dictionary->dict()->items) {
    if (key.text() && item.array())
      result.tensors.emplace_back(*key.text(), *item.array());
    else
      result.beside.push_back(key.text() ? *key.text() : key.say());
  }
  if (state.dictionary != &tree)
    for (const std::string& key : tree.keys())
      if (!state.path.starts_with("[\"" + key + "\"]")) result.beside.push_back(key);
  return result;
}

}  // namespace

std::string some_of(const std::vector<std::string>& names) {
  constexpr size_t kShown = 6;
  std::vector<std::string> quoted;
  for (size_t i = 0; i < std::min(names.size(), kShown); ++i) quoted.push_back("`" + names[i] + "`");
  if (names.size() <= kShown) return listing(quoted);
  return listing(quoted) + " and " + std::to_string(names.size() - kShown) + " more";
}

StateDictionary read_state_dictionary(const fs::path& file) {
  StateDictionary state;
  const bool is_pickled = [&] {
    const FileKind kind = kind_of(PlainFile(file).bytes());
    return kind == FileKind::pickle || kind == FileKind::zip || kind == FileKind::old_torch || kind == FileKind::npy;
  }();
  if (!is_pickled)
    state.tensors = read_safetensors(file).arrays;
  else
    state = tensors_of(read_tree(file), file.string());
  for (const auto& [name, array] : state.tensors)
    if (!is_pickled && name == "text.offsets")
      throw DataError(file.string() + ": is a split of a data set of this program and holds no weights");
  for (auto& [name, array] : state.tensors) name = without_inner_wrappers(name);
  return state;
}

}  // namespace mmim
