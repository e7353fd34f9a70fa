#include <set>

#include "core/error.h"
#include "core/names.h"
#include "formats/safetensors.h"
#include "formats/torch_file.h"
#include "nn/bert.h"
#include "nn/weights/arrays.h"

namespace mmim {

namespace {

namespace fs = std::filesystem;

/// Tensors of a Hugging Face folder by the names of the file.
std::vector<std::pair<std::string, Array>> read_weights(const fs::path& folder, fs::path& file) {
  file = folder / "model.safetensors";
  if (fs::exists(file)) return read_safetensors(file).arrays;
  file = folder / "pytorch_model.bin";
  if (!fs::exists(file)) throw DataError(folder.string() + ": holds neither model.safetensors nor pytorch_model.bin");
  const Value tree = read_torch_file(file);
  if (!tree.dict()) throw DataError(file.string() + ": holds " + tree.say() + ", a dictionary of tensors was expected");
  std::vector<std::pair<std::string, Array>> arrays;
  for (const auto& [key, value] : tree.dict()->items) {
    if (!key.text())
      throw DataError(file.string() + ": holds the key " + key.say() + ", names of tensors were expected");
    if (!value.array())
      throw DataError(file.string() + ": entry `" + *key.text() + "` is " + value.say() + ", a tensor was expected");
    arrays.emplace_back(*key.text(), *value.array());
  }
  return arrays;
}

/// Our name of a tensor of the file: without "bert.", gamma and beta as weight and bias; "" for another task's head.
std::string own_name(std::string name) {
  if (name.starts_with("cls.") || name.starts_with("qa_outputs.") || name.starts_with("classifier.") ||
      name.ends_with("embeddings.position_ids"))
    return "";
  if (name.starts_with("bert.")) name = name.substr(5);
  const auto replace_end = [&](const std::string& old_end, const std::string& new_end) {
    if (name.ends_with(old_end)) name = name.substr(0, name.size() - old_end.size()) + new_end;
  };
  replace_end("LayerNorm.gamma", "LayerNorm.weight");
  replace_end("LayerNorm.beta", "LayerNorm.bias");
  return name;
}

}  // namespace

void load_bert_weights(Bert& bert, const fs::path& folder) {
  torch::NoGradGuard no_gradient;
  fs::path file;
  auto parameters = bert.named_parameters();
  std::set<std::string> missing;
  for (const auto& parameter : parameters)
    if (!parameter.key().starts_with("pooler.")) missing.insert(parameter.key());
  for (const auto& [stored, array] : read_weights(folder, file)) {
    const std::string name = own_name(stored);
    if (name.empty()) continue;
    Tensor* parameter = parameters.find(name);
    if (!parameter)
      throw DataError(file.string() + ": tensor `" + stored + "` has no place in a BERT of " +
                      std::to_string(bert.options().layers) + " layers");
    if (parameter->sizes().vec() != array.shape)
      throw DataError(file.string() + ": tensor `" + stored + "` has shape " + say_shape(array.shape) +
                      ", config.json asks for " + say_shape(parameter->sizes().vec()));
    parameter->copy_(to_tensor(array));
    missing.erase(name);
  }
  if (!missing.empty())
    throw DataError(file.string() + ": tensor `" + *missing.begin() + "` is missing" +
                    (missing.size() > 1 ? " (and " + std::to_string(missing.size() - 1) + " more)" : ""));
}

}  // namespace mmim
