#include "predict/encoder.h"

#include <cstdlib>

#include "core/error.h"
#include "core/files.h"
#include "core/sha256.h"
#include "predict/vocabulary.h"

namespace mmim {
namespace fs = std::filesystem;

namespace {

std::string environment(const char* variable) {
  const char* value = std::getenv(variable);
  return value ? value : "";
}

std::vector<fs::path> hub_caches() {
  std::vector<fs::path> caches;
  for (const char* variable : {"HF_HUB_CACHE", "HUGGINGFACE_HUB_CACHE"})
    if (const std::string folder = environment(variable); !folder.empty()) caches.emplace_back(folder);
  if (const std::string home = environment("HF_HOME"); !home.empty()) caches.push_back(fs::path(home) / "hub");
  if (const std::string home = environment("XDG_CACHE_HOME"); !home.empty())
    caches.push_back(fs::path(home) / "huggingface" / "hub");
  if (const std::string home = environment("HOME"); !home.empty())
    caches.push_back(fs::path(home) / ".cache" / "huggingface" / "hub");
  return caches;
}

/// The snapshot that refs/main names, else the only one.
fs::path snapshot_in(const fs::path& repository) {
  const fs::path snapshots = repository / "snapshots";
  if (!fs::is_directory(snapshots)) return {};
  if (fs::is_regular_file(repository / "refs" / "main")) {
    std::string commit = read_file(repository / "refs" / "main");
    while (!commit.empty() && std::isspace(static_cast<unsigned char>(commit.back()))) commit.pop_back();
    if (!commit.empty() && fs::is_directory(snapshots / commit)) return snapshots / commit;
  }
  fs::path only;
  for (const auto& entry : fs::directory_iterator(snapshots)) {
    if (!entry.is_directory()) continue;
    if (!only.empty()) return {};
    only = entry.path();
  }
  return only;
}

EncoderSource open_encoder(const fs::path& folder, const std::string& name) {
  if (!fs::is_regular_file(folder / "config.json"))
    throw DataError(folder.string() + ": is no Hugging Face BERT folder (config.json is not there)");
  EncoderSource source;
  source.geometry = BertOptions::from_json(read_json(folder / "config.json"), (folder / "config.json").string());
  source.pieces = std::make_shared<WordPieces>(WordPieces::load(folder));
  if (source.pieces->size() > source.geometry.vocabulary)
    throw DataError(folder.string() + ": the vocabulary has " + std::to_string(source.pieces->size()) +
                    " tokens, config.json states " + std::to_string(source.geometry.vocabulary));
  source.weights = folder;
  source.name = name;
  for (const char* file : {"model.safetensors", "pytorch_model.bin"}) {
    if (!fs::is_regular_file(folder / file)) continue;
    source.sha256 = sha256_of_file(folder / file);
    return source;
  }
  throw DataError(folder.string() + ": neither model.safetensors nor pytorch_model.bin is there");
}

}  // namespace

fs::path hub_snapshot(const std::string& hub_name, std::vector<std::string>& looked) {
  std::string folder = "models--" + hub_name;
  for (size_t slash = folder.find('/'); slash != std::string::npos; slash = folder.find('/'))
    folder.replace(slash, 1, "--");
  std::vector<std::string> folders{folder};
  if (hub_name == "bert-base-uncased") folders.push_back("models--google-bert--bert-base-uncased");
  for (const fs::path& cache : hub_caches()) {
    looked.push_back(cache.string());
    for (const std::string& candidate : folders)
      if (fs::path found = snapshot_in(cache / candidate); !found.empty()) return found;
  }
  return {};
}

EncoderSource find_encoder(const TextOptions& options, const Dataset& dataset) {
  if (options.encoder.empty()) {
    EncoderSource source;
    source.geometry = options.random;
    source.pieces = std::make_shared<WordPieces>(
        dataset.info.synthetic ? synthetic_vocabulary() : vocabulary_of(dataset.split(SplitName::train)));
    source.geometry.vocabulary = source.pieces->size();
    source.name = "random";
    return source;
  }
  if (fs::is_directory(options.encoder)) return open_encoder(options.encoder, options.encoder);
  std::vector<std::string> looked;
  const fs::path found = hub_snapshot(options.encoder, looked);
  if (!found.empty()) return open_encoder(found, options.encoder);
  throw UsageError("text.encoder `" + options.encoder +
                   "` is neither a folder nor in the Hugging Face cache (looked in " + listing(looked) +
                   "); `./dev encoder` brings a small pre-trained one");
}

}  // namespace mmim
