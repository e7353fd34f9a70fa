#include "predict/model_folder.h"

#include "core/error.h"
#include "core/files.h"
#include "nn/weights/module_arrays.h"
#include "predict/build_model.h"

namespace mmim {
namespace fs = std::filesystem;

namespace {

std::string vocabulary_text(const WordPieces& pieces) {
  std::string text;
  for (const std::string& token : pieces.tokens()) text += token + "\n";
  return text;
}

std::string merges_text(const WordPieces& pieces) {
  std::string text = "#version: 0.2\n";
  for (const auto& [left, right] : pieces.merges().pairs) text += left + " " + right + "\n";
  return text;
}

/// As Hugging Face's BertTokenizer reads it; clean_text is ours.
Json tokenizer_config(const WordPieces& pieces) {
  const Spelling& spelling = pieces.spelling();
  const Markers& markers = pieces.markers();
  Json added = Json::object();
  for (size_t id = 0; id < pieces.tokens().size(); ++id)
    for (const SpelledToken& spelled : markers.spelled)
      if (spelled.spelling == pieces.tokens()[id])
        added[std::to_string(id)] = {{"content", spelled.spelling},
                                     {"normalized", spelled.normalized},
                                     {"lstrip", spelled.left},
                                     {"special", true}};
  return {{"tokenizer_class", "BertTokenizer"},
          {"cls_token", markers.begin},
          {"sep_token", markers.end},
          {"unk_token", markers.unknown},
          {"pad_token", markers.padding},
          {"added_tokens_decoder", added},
          {"add_prefix_space", pieces.merges().prefix_space},
          {"do_lower_case", spelling.lower_case},
          {"strip_accents", spelling.strip_accents ? Json(*spelling.strip_accents) : Json()},
          {"tokenize_chinese_chars", spelling.chinese_apart},
          {"clean_text", spelling.clean_text}};
}

/// The folder itself, or the best/ of the run folder it is.
fs::path model_folder_of(const fs::path& folder) {
  if (!fs::is_directory(folder)) throw UsageError("model `" + folder.string() + "` is not a folder");
  if (fs::exists(folder / "model.safetensors")) return folder;
  if (fs::exists(folder / "best" / "model.safetensors")) return folder / "best";
  if (fs::exists(folder / "last"))
    throw UsageError(folder.string() + ": this run has no best/ yet: no epoch has been completed");
  throw UsageError(folder.string() + ": neither a model folder nor a run folder (no model.safetensors, no best/)");
}

}  // namespace

void save_model(const fs::path& folder, const TrainedModel& trained) {
  write_file_atomically(folder / "config.toml", to_toml(trained.config.to_json()));
  write_json(folder / "encoder.json", trained.encoder.to_json());
  write_file_atomically(folder / "vocab.txt", vocabulary_text(*trained.pieces));
  if (!trained.pieces->merges().pairs.empty())
    write_file_atomically(folder / "merges.txt", merges_text(*trained.pieces));
  write_json(folder / "tokenizer_config.json", tokenizer_config(*trained.pieces));
  write_json(folder / "data.json", trained.data.to_json());
  write_json(folder / "record.json", trained.record);
  NamedArrays arrays = arrays_of(*trained.model);
  arrays.metadata["format"] = "pt";
  write_safetensors(folder / "model.safetensors", arrays);
}

TrainedModel load_model(const fs::path& given, torch::Device device) {
  const fs::path folder = model_folder_of(given);
  const std::string config_file = (folder / "config.toml").string();
  TrainedModel trained;
  trained.config = RunConfig::stored(read_toml(config_file), config_file);
  trained.encoder = BertOptions::from_json(read_json(folder / "encoder.json"), (folder / "encoder.json").string());
  trained.pieces = std::make_shared<WordPieces>(WordPieces::load(folder / "vocab.txt"));
  trained.data = DataCard::from_json(read_json(folder / "data.json"), (folder / "data.json").string());
  trained.record = read_json(folder / "record.json");
  if (trained.pieces->size() > trained.encoder.vocabulary)
    throw DataError((folder / "vocab.txt").string() + ": has " + std::to_string(trained.pieces->size()) +
                    " tokens, the text encoder " + std::to_string(trained.encoder.vocabulary));

  trained.model = build_model(trained.config, trained.encoder, trained.data);
  const fs::path weights = folder / "model.safetensors";
  fill(*trained.model, read_safetensors(weights), weights.string());
  trained.model->to(device);
  trained.model->eval();
  return trained;
}

}  // namespace mmim
