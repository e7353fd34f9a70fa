#pragma once
#include <cstdint>
#include <filesystem>
#include <functional>
#include <memory>
#include <span>
#include <string>
#include <string_view>
#include <unordered_map>
#include <utility>
#include <vector>

#include "text/byte_pairs.h"
#include "text/markers.h"
#include "text/spelling.h"

namespace mmim {

/// Word pieces of one text with the word each stands in.
struct Pieces {
  std::vector<int64_t> ids;  ///< [CLS] ... [SEP], or what a family has in place of them
  std::vector<int32_t>
      word_of_piece;    ///< index of the word its first character stands in; -1 for [CLS], [SEP] and the context
  int64_t context = 0;  ///< pieces behind [CLS] that are no part of the text (text/context.h)
};

/// BERT's WordPiece tokenizer, equal to the Rust `tokenizers` behind Hugging Face's BertTokenizer and MPNetTokenizer;
/// or, with merges, RoBERTa's byte pairs (text/byte_pairs.h). Spelled markers ([MASK], <mask>), written so in a text,
/// are these tokens. Words are counted as Python's str.split() separates the text as given: one whose characters all
/// vanish is counted, and a piece glued from two words belongs to the first.
class WordPieces {
 public:
  /// A folder with vocab.txt (or tokenizer.json), or such a file itself (see read_vocabulary). DataError when a marker
  /// of begin, end or unknown is missing, a token stands twice or the file is malformed.
  static WordPieces load(const std::filesystem::path& folder_or_file);
  /// A vocabulary from its tokens in order of id; `where` stands before any complaint (DataError, as above).
  explicit WordPieces(std::vector<std::string> tokens, Spelling spelling = {}, const std::string& where = "vocabulary",
                      Markers markers = {}, Merges merges = {});

  /// [CLS] + at most limit-2 pieces (cut on the right) + [SEP]. `text` is UTF-8; malformed bytes count as U+FFFD.
  /// Linear in the length of the text, which may be empty or very long. UsageError when limit < 2.
  Pieces encode(std::string_view text, int64_t limit) const;

  int64_t size() const { return static_cast<int64_t>(tokens_.size()); }
  const std::vector<std::string>& tokens() const { return tokens_; }
  const Spelling& spelling() const { return spelling_; }
  const Markers& markers() const { return markers_; }
  const Merges& merges() const { return merges_; }
  int64_t unknown() const { return unknown_; }  ///< id of [UNK]
  int64_t padding() const { return padding_; }  ///< id of [PAD]; -1 where there is none
  /// SHA-256 of the vocab.txt text these tokens make (one per line, each line ended), followed by that of merges.txt
  /// where there are some: names the vocabulary in reports.
  const std::string& fingerprint() const { return fingerprint_; }

 private:
  struct Hash : std::hash<std::string_view> {
    using is_transparent = void;
  };
  using Ids = std::unordered_map<std::string, int64_t, Hash, std::equal_to<>>;
  struct Special {
    size_t at, length;
    int64_t id;
    bool left;  ///< swallows white space before it
  };
  struct Known {
    std::string spelling;
    int64_t id;
    bool left;
  };

  int64_t required(const std::string& token, const std::string& where) const;
  Special next_special(std::string_view text, size_t from) const;
  void add_text(std::span<const Letter> letters, size_t most, Pieces& pieces) const;
  void add_words(std::span<const Letter> letters, size_t most, Pieces& pieces) const;
  void add_word(std::span<const Letter> word, Pieces& pieces) const;

  std::vector<std::string> tokens_;
  Spelling spelling_;
  Ids id_of_token_, id_of_rest_;  ///< rest: what a token continues a word with, without its ##
  Markers markers_;
  Merges merges_;
  std::shared_ptr<const BytePairs> byte_pairs_;  ///< null for word pieces
  std::vector<Known> specials_, normalized_specials_;
  std::string first_bytes_;  ///< that specials begin with
  size_t longest_ = 0;       ///< token, in bytes
  int64_t unknown_, begin_, end_, padding_ = -1;
  std::string fingerprint_;
};

}  // namespace mmim
