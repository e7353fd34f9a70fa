#include "published/weights.h"

#include "core/error.h"
#include "core/names.h"
#include "formats/safetensors.h"
#include "formats/torch_file.h"

namespace mmim {

namespace fs = std::filesystem;

namespace {

using NamedArray = std::pair<std::string, Array>;

constexpr const char* kRemedy =
    "; a state dictionary is wanted: where the model's own code can be imported, "
    "torch.save(torch.load(\"old.pt\", map_location=\"cpu\", weights_only=False).state_dict(), \"new.pth\") saves one";

bool holds_tensors(const Value& value) {
  if (!value.dict()) return false;
  for (const auto& [key, item] : value.dict()->items)
    if (key.text() && item.array()) return true;
  return false;
}

/// The dictionary of tensors itself, or the one entry that is such a dictionary.
const Value& state_in(const Value& tree, const std::string& where) {
  if (holds_tensors(tree)) return tree;
  if (!tree.dict()) throw DataError(where + ": holds " + tree.say() + kRemedy);
  const Value* state = nullptr;
  std::vector<std::string> names;
  for (const auto& [key, item] : tree.dict()->items)
    if (holds_tensors(item)) {
      names.push_back("`" + (key.text() ? *key.text() : key.say()) + "`");
      state = &item;
    }
  if (!state) throw DataError(where + ": holds no tensors by name" + kRemedy);
  if (names.size() > 1)
    throw DataError(where + ": holds several dictionaries of tensors, " + listing(names) +
                    "; save the one that is meant in a file of its own");
  return *state;
}

std::vector<NamedArray> state_of(const Value& tree, const std::string& where) {
  std::vector<NamedArray> arrays;
  for (const auto& [key, item] : state_in(tree, where).dict()->items) {
    const std::string name = key.text() ? *key.text() : key.say();
    if (!key.text() || !item.array())
      throw DataError(where + ": entry `" + name + "` is " + item.say() + ", a tensor was expected");
    arrays.emplace_back(name, *item.array());
  }
  return arrays;
}

/// Code that a pickle names is never run, so that a whole model cannot be read.
Value read_tree(const fs::path& file) {
  try {
    return read_torch_file(file);
  } catch (const DataError& error) {
    const std::string why = error.what();
    if (why.find("which is refused") == std::string::npos && why.find("none that data need") == std::string::npos)
      throw;
    throw DataError(why + kRemedy);
  }
}

}  // namespace

PublishedWeights PublishedWeights::read(const fs::path& file) {
  PublishedWeights weights;
  weights.path_ = file;
  const auto arrays =
      file.extension() == ".safetensors" ? read_safetensors(file).arrays : state_of(read_tree(file), file.string());
  for (const auto& [stored, array] : arrays) {
    std::string name = stored;
    if (name.starts_with("module.")) name = name.substr(7);
    if (name.starts_with("Model.")) {
      name = name.substr(6);
      weights.of_mmsa_ = true;
    }
    weights.place_[name] = weights.entries_.size();
    weights.entries_.push_back({stored, name, array});
  }
  if (arrays.empty()) throw DataError(file.string() + ": holds no tensor");
  return weights;
}

const PublishedWeights::Entry* PublishedWeights::named(const std::string& name) const {
  const auto found = place_.find(name);
  return found == place_.end() ? nullptr : &entries_[found->second];
}

}  // namespace mmim
