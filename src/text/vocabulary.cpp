#include "text/vocabulary.h"

#include <unicode/utf8.h>

#include <algorithm>
#include <nlohmann/json.hpp>
#include <string_view>

#include "core/error.h"
#include "core/json.h"
#include "formats/plain_file.h"

namespace mmim {
namespace fs = std::filesystem;

namespace {

using Lookup = nlohmann::json;  // sorted keys: core's Json, which keeps their order, is quadratic in 30,000 tokens

bool is_utf8(std::string_view bytes) {
  for (size_t i = 0; i < bytes.size();) {
    UChar32 character;
    U8_NEXT(bytes.data(), i, bytes.size(), character);
    if (character < 0) return false;
  }
  return true;
}

std::vector<std::string> tokens_of_lines(const std::string& text, const std::string& where) {
  std::vector<std::string> tokens;
  for (size_t from = 0; from < text.size();) {
    const size_t end = std::min(text.find('\n', from), text.size());
    std::string token = text.substr(from, end - from);
    if (token.ends_with('\r')) token.pop_back();
    const std::string line = where + ": line " + std::to_string(tokens.size() + 1);
    if (token.empty()) throw DataError(line + " is empty");
    if (!is_utf8(token)) throw DataError(line + " is not UTF-8");
    tokens.push_back(std::move(token));
    from = end + 1;
  }
  return tokens;
}

Lookup read_object(const fs::path& path) {
  try {
    const std::string text = plain_text(path);
    if (nests_deeper(text, 100)) throw DataError(path.string() + ": JSON nested more than 100 deep");
    Lookup value = Lookup::parse(text);
    if (!value.is_object()) throw DataError(path.string() + ": a JSON object is wanted");
    return value;
  } catch (const Lookup::parse_error& error) {
    throw DataError(path.string() + ": not JSON from byte " + std::to_string(error.byte) + " on");
  } catch (const Lookup::exception& error) {
    throw DataError(path.string() + ": not usable as JSON (" + std::string(error.what()) + ")");
  }
}

const Lookup& member(const Lookup& object, const char* key, const std::string& where) {
  const auto found = object.find(key);
  if (found == object.end() || !found->is_object()) throw DataError(where + ": `" + key + "` is not an object");
  return *found;
}

void set_if_present(const Lookup& object, const char* key, bool& value, const std::string& where) {
  const auto found = object.find(key);
  if (found == object.end() || found->is_null()) return;
  if (!found->is_boolean()) throw DataError(where + ": `" + key + "` is neither true nor false");
  value = found->get<bool>();
}

void set_if_present(const Lookup& object, const char* key, std::optional<bool>& value, const std::string& where) {
  bool stated = value.value_or(false);
  set_if_present(object, key, stated, where);
  if (object.contains(key)) value = object[key].is_null() ? std::nullopt : std::optional(stated);
}

void demand(const Lookup& object, const char* key, const Lookup& only, const std::string& where) {
  if (object.contains(key) && object[key] != only)
    throw DataError(where + ": `" + key + "` is not " + only.dump() + ", as BERT's tokenizer has it");
}

std::vector<std::string> tokens_of_map(const Lookup& ids, const std::string& where) {
  std::vector<std::string> tokens(ids.size());
  for (const auto& [token, id] : ids.items()) {
    if (token.empty()) throw DataError(where + ": a token is empty");
    if (!id.is_number_unsigned() || id.get<uint64_t>() >= tokens.size())
      throw DataError(where + ": the id of token `" + token + "` is not one of 0 to " +
                      std::to_string(tokens.size() - 1));
    std::string& place = tokens[id.get<size_t>()];
    if (!place.empty()) throw DataError(where + ": tokens `" + place + "` and `" + token + "` have the same id");
    place = token;
  }
  return tokens;
}

Spelling spelling_of(const Lookup& tokenizer, const std::string& where) {
  Spelling spelling;
  if (!tokenizer.contains("normalizer")) return spelling;
  const Lookup& normalizer = member(tokenizer, "normalizer", where);
  demand(normalizer, "type", "BertNormalizer", where);
  set_if_present(normalizer, "lowercase", spelling.lower_case, where);
  set_if_present(normalizer, "strip_accents", spelling.strip_accents, where);
  set_if_present(normalizer, "handle_chinese_chars", spelling.chinese_apart, where);
  set_if_present(normalizer, "clean_text", spelling.clean_text, where);
  return spelling;
}

/// The tokens of a list of Hugging Face's added tokens that a text may hold as such: special ones of the vocabulary.
std::vector<SpelledToken> spelled_of(const Lookup& added, const std::vector<std::string>& tokens,
                                     const std::string& where) {
  std::vector<SpelledToken> spelled;
  for (const Lookup& one : added) {
    if (!one.is_object() || !one.contains("content") || !one["content"].is_string())
      throw DataError(where + ": an added token without `content`");
    bool special = false, normalized = false, left = false;
    set_if_present(one, "special", special, where);
    set_if_present(one, "normalized", normalized, where);
    set_if_present(one, "lstrip", left, where);
    const auto content = one["content"].get<std::string>();
    const bool known = std::find(tokens.begin(), tokens.end(), content) != tokens.end();
    if (special && known && !content.empty()) spelled.push_back({content, normalized, left});
  }
  return spelled;
}

/// Sets the spelled markers where the object lists some.
void read_spelled(const Lookup& object, const char* key, Vocabulary& vocabulary, const std::string& where) {
  const auto found = object.find(key);
  if (found == object.end() || !found->is_structured() || found->empty()) return;
  vocabulary.markers.spelled = spelled_of(*found, vocabulary.tokens, where);
}

/// A marker as text, or as an object with `content`; absent or null it stays.
void set_marker(const Lookup& object, const char* key, std::string& marker, const std::string& where) {
  const auto found = object.find(key);
  if (found == object.end() || found->is_null()) return;
  const Lookup& token = found->is_object() && found->contains("content") ? (*found)["content"] : *found;
  if (!token.is_string()) throw DataError(where + ": `" + key + "` is no token");
  marker = token.get<std::string>();
}

std::pair<std::string, std::string> merge_of(const std::string& line, const std::string& where) {
  const size_t space = line.find(' ');
  if (space == 0 || space == line.npos || line.find(' ', space + 1) != line.npos || space + 1 == line.size())
    throw DataError(where + ": a merge is two tokens, not `" + line + "`");
  return {line.substr(0, space), line.substr(space + 1)};
}

/// merges.txt: a line of the version, then two tokens a line.
Merges merges_of_lines(const fs::path& path) {
  Merges merges;
  const std::vector<std::string> lines = tokens_of_lines(plain_text(path), path.string());
  for (const std::string& line : lines)
    if (!line.starts_with("#version")) merges.pairs.push_back(merge_of(line, path.string()));
  return merges;
}

/// Of a tokenizer.json: texts of two tokens, or lists of two.
Merges merges_of_list(const Lookup& list, const std::string& where) {
  if (!list.is_array()) throw DataError(where + ": `merges` is no list");
  Merges merges;
  for (const Lookup& one : list) {
    const bool two = one.is_array() && one.size() == 2 && one[0].is_string() && one[1].is_string();
    if (!two && !one.is_string()) throw DataError(where + ": a merge is two tokens, not " + one.dump());
    merges.pairs.push_back(two ? std::pair(one[0].get<std::string>(), one[1].get<std::string>())
                               : merge_of(one.get<std::string>(), where));
  }
  return merges;
}

/// The byte pairs of a tokenizer.json, where they are cut as RoBERTa's.
Merges byte_pairs_of(const Lookup& object, const Lookup& model, const std::string& where) {
  const Lookup& cut = member(object, "pre_tokenizer", where);
  if (cut.value("type", Lookup()) != "ByteLevel" || (object.contains("normalizer") && !object["normalizer"].is_null()))
    throw DataError(where + ": cuts text otherwise than RoBERTa's tokenizer (pre_tokenizer ByteLevel, no normalizer)");
  demand(cut, "use_regex", true, where);
  if (!model.contains("merges")) throw DataError(where + ": `merges` is missing");
  Merges merges = merges_of_list(model["merges"], where);
  set_if_present(cut, "add_prefix_space", merges.prefix_space, where);
  return merges;
}

Vocabulary read_tokenizer(const fs::path& path) {
  const std::string where = path.string();
  const Lookup object = read_object(path);
  const Lookup& model = member(object, "model", where);
  Vocabulary vocabulary;
  if (model.value("type", Lookup()) == "BPE") {
    vocabulary.tokens = tokens_of_map(member(model, "vocab", where), where);
    vocabulary.merges = byte_pairs_of(object, model, where);
    vocabulary.markers = Markers::of(vocabulary.tokens);
    read_spelled(object, "added_tokens", vocabulary, where);
    return vocabulary;
  }
  demand(model, "type", "WordPiece", where);
  demand(model, "unk_token", "[UNK]", where);
  demand(model, "continuing_subword_prefix", "##", where);
  demand(model, "max_input_chars_per_word", 100, where);
  vocabulary.tokens = tokens_of_map(member(model, "vocab", where), where);
  vocabulary.spelling = spelling_of(object, where);
  vocabulary.markers = Markers::of(vocabulary.tokens);
  read_spelled(object, "added_tokens", vocabulary, where);
  return vocabulary;
}

/// Tokens line by line, or those of vocab.json; merges, spelling and added tokens that files beside them state.
Vocabulary read_tokens(const fs::path& path) {
  const bool json = plain_name(path).extension() == ".json";
  Vocabulary vocabulary;
  vocabulary.tokens =
      json ? tokens_of_map(read_object(path), path.string()) : tokens_of_lines(plain_text(path), path.string());
  vocabulary.markers = Markers::of(vocabulary.tokens);
  const fs::path merges = name_as_it_lies(path.parent_path() / "merges.txt");
  if (std::error_code none; json || fs::exists(merges, none)) vocabulary.merges = merges_of_lines(merges);
  const fs::path tokenizer = name_as_it_lies(path.parent_path() / "tokenizer.json");
  if (std::error_code none; !fs::exists(tokenizer, none)) return vocabulary;
  const Lookup object = read_object(tokenizer);
  if (vocabulary.merges.pairs.empty()) vocabulary.spelling = spelling_of(object, tokenizer.string());
  read_spelled(object, "added_tokens", vocabulary, tokenizer.string());
  return vocabulary;
}

void read_tokenizer_config(const fs::path& path, Vocabulary& vocabulary) {
  const Lookup object = read_object(path);
  const std::string where = path.string();
  Spelling& spelling = vocabulary.spelling;
  set_if_present(object, "do_lower_case", spelling.lower_case, where);
  set_if_present(object, "strip_accents", spelling.strip_accents, where);
  set_if_present(object, "tokenize_chinese_chars", spelling.chinese_apart, where);
  set_if_present(object, "clean_text", spelling.clean_text, where);
  Markers& markers = vocabulary.markers;
  set_marker(object, "cls_token", markers.begin, where);
  set_marker(object, "sep_token", markers.end, where);
  set_marker(object, "unk_token", markers.unknown, where);
  set_marker(object, "pad_token", markers.padding, where);
  read_spelled(object, "added_tokens_decoder", vocabulary, where);
  set_if_present(object, "add_prefix_space", vocabulary.merges.prefix_space, where);
}

fs::path vocabulary_file(const fs::path& folder_or_file) {
  std::error_code none;
  if (!fs::is_directory(folder_or_file, none)) return folder_or_file;
  for (const char* name : {"vocab.txt", "vocab.json", "tokenizer.json"})
    if (fs::path file = name_as_it_lies(folder_or_file / name); fs::exists(file, none)) return file;
  throw DataError(folder_or_file.string() + ": holds none of vocab.txt, vocab.json and tokenizer.json");
}

}  // namespace

Vocabulary read_vocabulary(const fs::path& folder_or_file) {
  const fs::path file = vocabulary_file(folder_or_file);
  const fs::path name = plain_name(file).filename();
  const bool tokens_alone = name.extension() != ".json" || name == "vocab.json";
  Vocabulary vocabulary = tokens_alone ? read_tokens(file) : read_tokenizer(file);
  const fs::path config = name_as_it_lies(file.parent_path() / "tokenizer_config.json");
  if (std::error_code none; fs::exists(config, none)) read_tokenizer_config(config, vocabulary);
  return vocabulary;
}

}  // namespace mmim
