#include <algorithm>
#include <charconv>
#include <set>

#include "core/error.h"
#include "core/names.h"
#include "nn/bert.h"
#include "nn/weights/arrays.h"
#include "nn/weights/bert_files.h"
#include "nn/weights/state_dictionary.h"
#include "nn/weights/wrapper_prefix.h"

namespace mmim {

namespace {

namespace fs = std::filesystem;

struct StoredTensor {
  std::string name;
  Array array;
  fs::path file;
};

std::vector<StoredTensor> read_weights(const fs::path& folder) {
  std::vector<StoredTensor> tensors;
  for (const fs::path& file : bert_weight_files(folder))
    for (auto& [name, array] : read_state_dictionary(file).tensors) tensors.push_back({name, std::move(array), file});
  return tensors;
}

/// What stands before the names of the encoder; a file with two of them does not say which is meant.
std::string prefix_of(const std::vector<StoredTensor>& tensors, const EncoderKind& kind, const fs::path& folder) {
  std::vector<std::string> names, quoted;
  for (const StoredTensor& tensor : tensors) names.push_back(kind.our_name(tensor.name));
  auto prefixes = wrapper_prefixes(names, {"embeddings.word_embeddings.weight"});
  if (prefixes.empty()) prefixes = wrapper_prefixes(names, {"encoder.layer.0.attention.self.query.weight"});
  if (prefixes.size() <= 1) return prefixes.empty() ? "" : prefixes[0];
  for (const std::string& prefix : prefixes) quoted.push_back("`" + prefix + "`");
  throw DataError((tensors.empty() ? folder : tensors[0].file).string() +
                  ": holds several encoders, whose tensors begin with " + listing(quoted) +
                  "; save the one that is meant alone");
}

/// Our name of a tensor of the file: without the prefix, in the names of BERT, gamma and beta as weight and bias; ""
/// for what stands elsewhere.
std::string own_name(const std::string& theirs, const EncoderKind& kind, const std::string& prefix) {
  std::string name = kind.our_name(theirs);
  if (!name.starts_with(prefix)) return "";
  name = name.substr(prefix.size());
  const auto replace_end = [&](const std::string& old_end, const std::string& new_end) {
    if (name.ends_with(old_end)) name = name.substr(0, name.size() - old_end.size()) + new_end;
  };
  replace_end("LayerNorm.gamma", "LayerNorm.weight");
  replace_end("LayerNorm.beta", "LayerNorm.bias");
  return name;
}

/// Buffers that the program makes itself.
bool is_buffer(const std::string& name) { return name.ends_with("position_ids") || name.ends_with("token_type_ids"); }

/// Whether the tensor belongs to a layer that the BERT has not: config.json and weights are of two models.
bool is_of_further_layer(const std::string& name, int64_t layers) {
  constexpr std::string_view kLayer = "encoder.layer.";
  int64_t number = -1;
  if (name.starts_with(kLayer)) std::from_chars(name.data() + kLayer.size(), name.data() + name.size(), number);
  return number >= layers;
}

std::string where_of(const StoredTensor& stored) { return stored.file.string() + ": tensor `" + stored.name + "`"; }

void fill(Tensor& parameter, const StoredTensor& stored) {
  if (parameter.sizes().vec() != stored.array.shape)
    throw DataError(where_of(stored) + " has shape " + say_shape(stored.array.shape) + ", config.json asks for " +
                    say_shape(parameter.sizes().vec()));
  parameter.copy_(to_tensor(stored.array));
}

}  // namespace

LoadedWeights load_bert_weights(Bert& bert, const fs::path& folder) {
  torch::NoGradGuard no_gradient;
  auto parameters = bert.named_parameters();
  std::set<std::string> missing;
  for (const auto& parameter : parameters)
    if (!parameter.key().starts_with("pooler.")) missing.insert(parameter.key());
  const std::vector<StoredTensor> tensors = read_weights(folder);
  const EncoderKind& kind = bert.options().kind();
  const std::string prefix = prefix_of(tensors, kind, folder);
  LoadedWeights loaded;
  for (const StoredTensor& stored : tensors) {
    const std::string name = own_name(stored.name, kind, prefix);
    Tensor* parameter = parameters.find(name);
    if (!parameter && is_of_further_layer(name, bert.options().layers))
      throw DataError(where_of(stored) + " has no place in a " + kind.title + " of " +
                      std::to_string(bert.options().layers) + " layers, as config.json describes it");
    if (!parameter && !is_buffer(stored.name)) loaded.left_out.push_back(stored.name);
    if (!parameter) continue;
    fill(*parameter, stored);
    missing.erase(name);
    loaded.pooler = loaded.pooler || name.starts_with("pooler.");
  }
  if (missing.empty()) return loaded;
  const std::string file = (tensors.empty() ? folder : tensors[0].file).string();
  throw DataError(file + ": tensor `" + prefix + kind.their_name(*missing.begin()) + "` is missing" +
                  (missing.size() > 1 ? " (and " + std::to_string(missing.size() - 1) + " more)" : ""));
}

}  // namespace mmim
