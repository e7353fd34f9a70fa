#include "nn/weights/bert_files.h"

#include <algorithm>
#include <set>

#include "core/error.h"
#include "core/json.h"
#include "core/names.h"
#include "core/sha256.h"
#include "formats/plain_file.h"

namespace mmim {

namespace fs = std::filesystem;

namespace {

/// The shards that an index names.
std::vector<fs::path> shards(const fs::path& index) {
  const Json json = parse_json(plain_text(index), index.string());
  const auto map = json.is_object() ? json.find("weight_map") : json.end();
  if (!json.is_object() || map == json.end() || !map->is_object() || map->empty())
    throw DataError(index.string() + ": key `weight_map` names no files");
  std::set<std::string> names;
  for (const auto& file : *map) {
    if (!file.is_string()) throw DataError(index.string() + ": key `weight_map` names no files");
    names.insert(file.get<std::string>());
  }
  std::vector<fs::path> files;
  for (const std::string& name : names) {
    if (fs::path(name).has_parent_path())
      throw DataError(index.string() + ": names `" + name + "`, outside the folder");
    files.push_back(name_as_it_lies(index.parent_path() / name));
    if (!fs::is_regular_file(files.back()))
      throw DataError(index.string() + ": names " + name + ", which is not there");
  }
  return files;
}

std::vector<fs::path> files_with(const fs::path& folder, const std::vector<std::string>& endings) {
  std::vector<fs::path> files;
  for (const auto& entry : fs::directory_iterator(folder)) {
    const std::string ending = plain_name(entry.path()).extension().string();
    const bool wanted = std::find(endings.begin(), endings.end(), ending) != endings.end();
    if (entry.is_regular_file() && wanted) files.push_back(entry.path());
  }
  std::sort(files.begin(), files.end());
  return files;
}

[[noreturn]] void refuse_without_weights(const fs::path& folder, const std::vector<fs::path>& several) {
  std::vector<std::string> names;
  for (const fs::path& file : several) names.push_back(file.filename().string());
  if (!names.empty())
    throw DataError(folder.string() + ": holds neither model.safetensors nor pytorch_model.bin, but " + listing(names) +
                    "; give the one that is meant one of these names");
  for (const fs::path& file : files_with(folder, {".h5", ".msgpack", ".index", ".ot"})) {
    const std::string name = file.filename().string();
    if (name == "tf_model.h5" || name == "flax_model.msgpack" || name.starts_with("bert_model.ckpt"))
      throw DataError(folder.string() + ": holds neither model.safetensors nor pytorch_model.bin, but " + name +
                      " of TensorFlow or Flax; in Python, transformers.BertModel.from_pretrained(folder, " +
                      (name.starts_with("flax") ? "from_flax" : "from_tf") + "=True).save_pretrained(folder) adds one");
  }
  throw DataError(folder.string() + ": holds neither model.safetensors nor pytorch_model.bin");
}

}  // namespace

std::vector<fs::path> bert_weight_files(const fs::path& folder) {
  for (const char* name : {"model.safetensors", "pytorch_model.bin"}) {
    if (const fs::path file = name_as_it_lies(folder / name); fs::is_regular_file(file)) return {file};
    const fs::path index = name_as_it_lies(folder / (name + std::string(".index.json")));
    if (fs::is_regular_file(index)) return shards(index);
  }
  auto others = files_with(folder, {".safetensors", ".bin", ".pt", ".pth", ".ckpt"});
  std::erase_if(others, [](const fs::path& file) { return file.filename() == "training_args.bin"; });
  if (others.size() == 1) return others;
  refuse_without_weights(folder, others);
}

fs::path bert_config_file(const fs::path& folder) {
  for (const char* name : {"config.json", "bert_config.json"})
    if (fs::path file = name_as_it_lies(folder / name); fs::is_regular_file(file)) return file;
  return {};
}

std::string sha256_of_weights(const std::vector<fs::path>& files) {
  if (files.size() == 1) return sha256_of_file(files[0]);
  std::string sums;
  for (const fs::path& file : files) sums += sha256_of_file(file) + "\n";
  return sha256(std::as_bytes(std::span(sums)));
}

}  // namespace mmim
