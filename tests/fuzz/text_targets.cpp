#include <filesystem>
#include <fstream>

#include "core/files.h"
#include "fuzz/targets.h"
#include "text/byte_pairs.h"
#include "text/word_pieces.h"

namespace mmim {
namespace {

namespace fs = std::filesystem;

const char* const kLines = "[PAD]\n[UNK]\n[CLS]\n[SEP]\n[MASK]\nhello\n##o\ncaf\u00E9\n\u4F60\n";
const char* const kTokenizer =
    R"({"version":"1.0","added_tokens":[{"id":0,"content":"[PAD]","special":true}],)"
    R"("normalizer":{"type":"BertNormalizer","clean_text":true,"handle_chinese_chars":true,"strip_accents":null,)"
    R"("lowercase":false},"model":{"type":"WordPiece","unk_token":"[UNK]","continuing_subword_prefix":"##",)"
    R"("max_input_chars_per_word":100,)"
    R"("vocab":{"[UNK]":1,"[PAD]":0,"[CLS]":2,"[SEP]":3,"[MASK]":4,"hello":5,"##o":6,"caf\u00e9":7}}})";
const char* const kSettings = R"({"do_lower_case":true,"strip_accents":null,"tokenize_chinese_chars":false})";

void encode_a_text(const fs::path& vocabulary) {
  WordPieces::load(vocabulary).encode("Hello caf\u00E9 \u4F60\u597D [MASK] o\u0301", 12);
}

/// A byte-level tokenizer.json of every byte and two merges.
std::string byte_level() {
  std::string vocabulary = R"("<s>":0,"<pad>":1,"</s>":2,"<unk>":3,"he":4,"hel":5)";
  size_t id = 6;
  for (const std::string& token : bytes_as_tokens()) {
    const std::string written = token == "\"" || token == "\\" ? "\\" + token : token;
    vocabulary += ",\"" + written + "\":" + std::to_string(id++);
  }
  return R"({"added_tokens":[{"id":0,"content":"<s>","special":true}],"normalizer":null,)"
         R"("pre_tokenizer":{"type":"ByteLevel","add_prefix_space":false,"use_regex":true},)"
         R"("model":{"type":"BPE","merges":["h e",["he","l"]],"vocab":{)" +
         vocabulary + "}}}";
}

void put_vocabulary(const fs::path& folder) { std::ofstream(folder / "vocab.txt", std::ios::binary) << kLines; }

}  // namespace

void add_text_targets(std::vector<FuzzTarget>& targets) {
  targets.push_back(target_of(
      {.name = "bert/vocab.txt", .seed = kLines, .form = Form::text, .file = "vocab.txt", .read = encode_a_text}));
  targets.push_back(target_of({.name = "bert/tokenizer.json",
                               .seed = kTokenizer,
                               .form = Form::json,
                               .file = "tokenizer.json",
                               .read = encode_a_text}));
  for (const auto& [file, seed] :
       {std::pair("tokenizer_config.json", kSettings), std::pair("tokenizer.json", kTokenizer)})
    targets.push_back(target_of({.name = std::string("bert/folder/") + file,
                                 .seed = seed,
                                 .form = Form::json,
                                 .file = file,
                                 .read = [](const fs::path& path) { encode_a_text(path.parent_path()); },
                                 .prepare = put_vocabulary}));
  targets.push_back(target_of({.name = "roberta/tokenizer.json",
                               .seed = byte_level(),
                               .form = Form::json,
                               .file = "tokenizer.json",
                               .read = encode_a_text}));
  targets.push_back(target_of({.name = "bert/text",
                               .seed = "Hello caf\u00E9 \u4F60\u597D, isn't it? [MASK] o\u0301 \U0001F600 good\tfilm",
                               .form = Form::text,
                               .read = [](const fs::path& path) {
                                 const WordPieces pieces({"[PAD]", "[UNK]", "[CLS]", "[SEP]", "hello", "##o", "good"});
                                 pieces.encode(read_file(path), 50);
                               }}));
}

}  // namespace mmim
