#include "text/vocabulary.h"

#include <gtest/gtest.h>

#include <fstream>
#include <nlohmann/json.hpp>

#include "core/error.h"
#include "core/files.h"
#include "support/mutations.h"
#include "support/packed.h"
#include "text/byte_pairs.h"
#include "text/word_pieces.h"

namespace mmim {
namespace {
namespace fs = std::filesystem;

const std::string kLines = "[PAD]\n[UNK]\n[CLS]\n[SEP]\n[MASK]\nhello\n##o\ncaf\u00E9\n";
const std::string kTokenizer =
    R"({"version":"1.0","added_tokens":[{"id":0,"content":"[PAD]","special":true}],)"
    R"("normalizer":{"type":"BertNormalizer","clean_text":true,"handle_chinese_chars":true,"strip_accents":null,"lowercase":false},)"
    R"("model":{"type":"WordPiece","unk_token":"[UNK]","continuing_subword_prefix":"##","max_input_chars_per_word":100,)"
    R"("vocab":{"[UNK]":1,"[PAD]":0,"[CLS]":2,"[SEP]":3,"[MASK]":4,"hello":5,"##o":6,"caf\u00e9":7}}})";

class VocabularyFile : public testing::Test {
 protected:
  void SetUp() override { make_folder(folder_); }
  void TearDown() override { fs::remove_all(folder_); }
  void write(const std::string& name, const std::string& text) const {
    std::ofstream(folder_ / name, std::ios::binary) << text;
  }
  std::string complaint(const std::string& name, const std::string& text) const {
    write(name, text);
    try {
      WordPieces::load(folder_ / name);
    } catch (const DataError& error) {
      return std::string(error.what()).substr(folder_.string().size() + 1);
    }
    return "";
  }
  static std::string with(std::string text, const std::string& from, const std::string& to) {
    return text.replace(text.find(from), from.size(), to);
  }
  void survives_mutation(const std::string& name, const std::string& whole) const;

  const fs::path folder_ = fs::path(testing::TempDir()) / ("mmim_vocabulary_" + std::to_string(::getpid()));
};

TEST_F(VocabularyFile, OfLinesAndOfJsonAreTheSame) {
  write("vocab.txt", kLines);
  write("tokenizer.json", kTokenizer);
  const WordPieces lines = WordPieces::load(folder_ / "vocab.txt"), json = WordPieces::load(folder_ / "tokenizer.json");
  EXPECT_EQ(lines.tokens(), json.tokens());
  EXPECT_EQ(lines.size(), 8);
  EXPECT_EQ(lines.fingerprint(), json.fingerprint());
  EXPECT_FALSE(json.spelling().lower_case);
}

TEST_F(VocabularyFile, MayHaveWindowsLineEndsAndNoLastOne) {
  std::string windows;
  for (char c : kLines) windows += c == '\n' ? "\r\n" : std::string(1, c);
  write("vocab.txt", kLines);
  write("windows.txt", windows.substr(0, windows.size() - 2));
  EXPECT_EQ(WordPieces::load(folder_ / "vocab.txt").tokens(), WordPieces::load(folder_ / "windows.txt").tokens());
}

TEST_F(VocabularyFile, OfAFolderIsTheListSpelledAsTheTokenizerBesideItSays) {
  write("vocab.txt", kLines + "extra\n");
  EXPECT_TRUE(WordPieces::load(folder_).spelling().lower_case);
  write("tokenizer.json", kTokenizer);
  EXPECT_FALSE(WordPieces::load(folder_).spelling().lower_case);
  EXPECT_EQ(WordPieces::load(folder_).size(), 9);
}

TEST_F(VocabularyFile, LeavesTheLastWordOnSpellingToTheConfiguration) {
  write("tokenizer.json", kTokenizer);
  write("tokenizer_config.json",
        R"({"do_lower_case":true,"strip_accents":false,"tokenize_chinese_chars":false,"clean_text":false})");
  const Spelling spelling = WordPieces::load(folder_).spelling();
  EXPECT_TRUE(spelling.lower_case);
  EXPECT_FALSE(spelling.strips_accents());
  EXPECT_FALSE(spelling.chinese_apart);
  EXPECT_FALSE(spelling.clean_text);
  write("tokenizer_config.json", R"({"do_lower_case":"yes"})");
  EXPECT_THROW(WordPieces::load(folder_), DataError);
}

TEST_F(VocabularyFile, IsRefusedWithLineTokenOrKey) {
  EXPECT_EQ(complaint("v.txt", with(kLines, "hello", "")), "v.txt: line 6 is empty");
  EXPECT_EQ(complaint("v.txt", with(kLines, "hello", "h\xFFllo")), "v.txt: line 6 is not UTF-8");
  EXPECT_EQ(complaint("v.txt", with(kLines, "hello", "[PAD]")), "v.txt: token `[PAD]` stands twice, as 0 and 5");
  EXPECT_EQ(complaint("v.txt", with(kLines, "[SEP]", "[SEQ]")), "v.txt: the token [SEP] is missing");
  EXPECT_EQ(complaint("v.txt", ""), "v.txt: the token [UNK] is missing");
  EXPECT_EQ(complaint("t.json", with(kTokenizer, "\"hello\":5", "\"hello\":6")),
            "t.json: tokens `##o` and `hello` have the same id");
  EXPECT_EQ(complaint("t.json", with(kTokenizer, "\"hello\":5", "\"hello\":8")),
            "t.json: the id of token `hello` is not one of 0 to 7");
  EXPECT_EQ(complaint("t.json", with(kTokenizer, "\"hello\":5", "\"hello\":-5")),
            "t.json: the id of token `hello` is not one of 0 to 7");
  EXPECT_EQ(complaint("t.json", with(kTokenizer, "\"WordPiece\"", "\"Unigram\"")),
            "t.json: `type` is not \"WordPiece\", as BERT's tokenizer has it");
  EXPECT_EQ(complaint("t.json", with(kTokenizer, "\"vocab\"", "\"vocabulary\"")), "t.json: `vocab` is not an object");
  EXPECT_EQ(complaint("t.json", with(kTokenizer, ":false}", ":0}")), "t.json: `lowercase` is neither true nor false");
  EXPECT_EQ(complaint("t.json", "[1]"), "t.json: a JSON object is wanted");
  EXPECT_EQ(complaint("t.json", "{"), "t.json: not JSON from byte 2 on");
}

/// vocab.json of every byte, RoBERTa's markers and one merge.
std::string byte_level_tokens() {
  nlohmann::json ids{{"<s>", 0}, {"<pad>", 1}, {"</s>", 2}, {"<unk>", 3}, {"he", 4}};
  for (const std::string& byte : bytes_as_tokens()) ids[byte] = ids.size();
  return ids.dump();
}

TEST_F(VocabularyFile, OfBytePairsIsReadFromTwoFilesOrFromOne) {
  write("vocab.json", byte_level_tokens());
  write("merges.txt", "#version: 0.2\nh e\n");
  const WordPieces two = WordPieces::load(folder_);
  EXPECT_EQ(two.encode("he", 9).ids, (std::vector<int64_t>{0, 4, 2}));
  EXPECT_EQ(two.padding(), 1);
  for (const char* merge : {R"("h e")", R"(["h","e"])"}) {
    write("tokenizer.json", R"({"pre_tokenizer":{"type":"ByteLevel"},"model":{"type":"BPE","merges":[)" +
                                std::string(merge) + R"(],"vocab":)" + byte_level_tokens() + "}}");
    const WordPieces one = WordPieces::load(folder_ / "tokenizer.json");
    EXPECT_EQ(one.fingerprint(), two.fingerprint());
    EXPECT_EQ(one.encode("he", 9).ids, two.encode("he", 9).ids);
  }
}

TEST_F(VocabularyFile, OfBytePairsIsRefusedByTheLineThatIsWrong) {
  write("merges.txt", "h e\n");
  EXPECT_EQ(complaint("vocab.json", with(byte_level_tokens(), "\"he\"", "\"ho\"")),
            "vocab.json: the token he is missing");
  write("vocab.json", byte_level_tokens());
  write("merges.txt", "h e o\n");
  try {
    WordPieces::load(folder_);
    ADD_FAILURE() << "three tokens";
  } catch (const DataError& error) {
    EXPECT_EQ(std::string(error.what()).substr(folder_.string().size() + 1),
              "merges.txt: a merge is two tokens, not `h e o`");
  }
}

TEST_F(VocabularyFile, TellsMarkersByItsTokensUnlessFilesStateThem) {
  write("vocab.txt", "<s>\n<pad>\n</s>\n<unk>\n[PAD]\n[UNK]\n[CLS]\n[SEP]\nhello\n<\ns\n>\n<mask>\n");
  const WordPieces mpnet = WordPieces::load(folder_);
  EXPECT_EQ(mpnet.encode("hello <s> <UNK> nobody", 9).ids, (std::vector<int64_t>{0, 8, 0, 3, 5, 2}));
  EXPECT_EQ(mpnet.encode("[CLS]", 9).ids, (std::vector<int64_t>{0, 5, 5, 5, 2})) << "ordinary text";
  EXPECT_EQ(mpnet.padding(), 1);
  write("tokenizer_config.json", R"({"cls_token":"[CLS]","sep_token":{"content":"[SEP]"},"pad_token":"[PAD]",)"
                                 R"("added_tokens_decoder":{"5":{"content":"[UNK]","special":true}}})");
  const WordPieces stated = WordPieces::load(folder_);
  EXPECT_EQ(stated.encode("hello <s> [UNK]", 9).ids, (std::vector<int64_t>{6, 8, 9, 10, 11, 5, 7}));
  EXPECT_EQ(stated.padding(), 4);
  write("tokenizer_config.json", R"({"cls_token":7})");
  EXPECT_THROW(WordPieces::load(folder_), DataError);
}

TEST_F(VocabularyFile, IsRefusedWhenThereIsNone) {
  EXPECT_THROW(WordPieces::load(folder_), DataError);
  EXPECT_THROW(WordPieces::load(folder_ / "nowhere.txt"), DataError);
}

/// Every file that is `whole` with bytes flipped, cut out, doubled or put in either loads and works or is a DataError.
void VocabularyFile::survives_mutation(const std::string& name, const std::string& whole) const {
  int refused = 0;
  for (uint64_t i = 0; i < 400; ++i) {
    const std::string bytes = mutated(whole, i, Form::text);
    write(name, bytes);
    try {
      const WordPieces pieces_of = WordPieces::load(folder_);
      EXPECT_GE(pieces_of.encode("hello hell\u00F3 [CLS] caf\u00E9", 50).ids.size(), 2u);
    } catch (const DataError& error) {
      ++refused;
      EXPECT_TRUE(std::string_view(error.what()).starts_with(folder_.string())) << error.what();
    }
  }
  EXPECT_GT(refused, 50);
  EXPECT_LT(refused, 400);
}

TEST_F(VocabularyFile, OfLinesSurvivesMutation) { survives_mutation("vocab.txt", kLines); }
TEST_F(VocabularyFile, OfJsonSurvivesMutation) { survives_mutation("tokenizer.json", kTokenizer); }
TEST_F(VocabularyFile, OfConfigurationSurvivesMutation) {
  write("vocab.txt", kLines);
  survives_mutation("tokenizer_config.json", R"({"do_lower_case":true,"strip_accents":null,"model_max_length":512})");
}

TEST_F(VocabularyFile, MayBePacked) {
  write("vocab.txt.gz", gzipped(kLines));
  write("tokenizer_config.json.xz", in_xz(R"({"do_lower_case":false})"));
  const WordPieces lines = WordPieces::load(folder_);
  EXPECT_EQ(lines.size(), 8);
  EXPECT_FALSE(lines.spelling().lower_case);
  EXPECT_EQ(WordPieces::load(folder_ / "vocab.txt.gz").fingerprint(), lines.fingerprint());
  fs::remove(folder_ / "vocab.txt.gz");
  write("tokenizer.json.gz", gzipped(kTokenizer));
  EXPECT_EQ(WordPieces::load(folder_).fingerprint(), lines.fingerprint());
  EXPECT_EQ(WordPieces::load(folder_ / "tokenizer.json.gz").fingerprint(), lines.fingerprint());
}

}  // namespace
}  // namespace mmim
