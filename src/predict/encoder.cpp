#include "predict/encoder.h"

#include <cstdlib>

#include "core/error.h"
#include "core/files.h"
#include "formats/file_words.h"
#include "formats/plain_file.h"
#include "nn/weights/bert_files.h"
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

/// Where config.json lies: sentence-transformers of old keep the model in a folder within.
fs::path model_folder_in(const fs::path& folder) {
  if (!bert_config_file(folder).empty()) return folder;
  for (const char* within : {"0_Transformer", "0_BERT"})
    if (!bert_config_file(folder / within).empty()) return folder / within;
  throw DataError(folder.string() + ": is no Hugging Face BERT folder (config.json is not there)");
}

EncoderSource open_encoder(const fs::path& named, const std::string& name) {
  const fs::path folder = model_folder_in(named), config = bert_config_file(folder);
  expect_text(config, "the configuration of a BERT");
  for (const char* file : {"vocab.txt", "vocab.json", "merges.txt", "tokenizer.json", "tokenizer_config.json"})
    expect_text(name_as_it_lies(folder / file), "a vocabulary");
  EncoderSource source;
  source.geometry = BertOptions::from_json(parse_json(plain_text(config), config.string()), config.string());
  source.pieces = std::make_shared<WordPieces>(WordPieces::load(folder));
  if (source.pieces->size() > source.geometry.vocabulary)
    throw DataError(folder.string() + ": the vocabulary has " + std::to_string(source.pieces->size()) +
                    " tokens, config.json states " + std::to_string(source.geometry.vocabulary));
  const EncoderKind& kind = source.geometry.kind();
  if (kind.padding != 0 && source.pieces->padding() != kind.padding)
    throw DataError(folder.string() + ": is a folder of model_type `" + kind.model_type +
                    "`, and the vocabulary has no padding of id " + std::to_string(kind.padding) + ", as " +
                    kind.title + " has it");
  source.weights = folder;
  source.name = name;
  source.sha256 = sha256_of_weights(bert_weight_files(folder));
  return source;
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
    source.name = kRandomEncoder;
    return source;
  }
  if (fs::is_directory(options.encoder)) return open_encoder(options.encoder, options.encoder);
  if (fs::is_regular_file(options.encoder))
    throw DataError(options.encoder + ": " + say_kind(MappedFile(options.encoder).bytes()) +
                    "; text.encoder names a folder with config.json, vocabulary and weights");
  std::vector<std::string> looked;
  const fs::path found = hub_snapshot(options.encoder, looked);
  if (!found.empty()) return open_encoder(found, options.encoder);
  throw UsageError("text.encoder `" + options.encoder +
                   "` is neither a folder nor in the Hugging Face cache (looked in " + listing(looked) +
                   "); `./dev encoder` brings a small pre-trained one");
}

}  // namespace mmim
