#pragma once
#include <array>
#include <cstdint>
#include <functional>
#include <string>
#include <string_view>
#include <unordered_map>
#include <utility>
#include <vector>

#include "text/spelling.h"

namespace mmim {

/// Rules of a byte-level tokenizer: two tokens that become one, the most frequent first. Empty: there are none.
struct Merges {
  std::vector<std::pair<std::string, std::string>> pairs;
  bool prefix_space = false;  ///< a text begins as if a space stood before
};

/// The 256 bytes in GPT-2's spelling: printable bytes stand for themselves, the others for U+0100 and on.
std::vector<std::string> bytes_as_tokens();

/// Byte pairs as GPT-2 and RoBERTa cut text, equal to the Rust `tokenizers`: words by their pattern of letters,
/// numbers, other characters and white space, a space before a word being part of it; bytes of a word are merged by
/// rank.
class BytePairs {
 public:
  /// `id_of` gives the id of a token in GPT-2's spelling of bytes, and throws where there is none: for every byte, and
  /// for parts and result of every merge.
  BytePairs(const Merges& merges, const std::function<int64_t(const std::string& token)>& id_of);

  /// Adds ids of a text (UTF-8, malformed bytes count as U+FFFD) and the word of each, which is that of the first
  /// character that is no white space, until there are at least `most`. Of n bytes in n log n steps.
  void add(std::string_view text, WordCounter& words, size_t most, std::vector<int64_t>& ids,
           std::vector<int32_t>& word_of_piece) const;

 private:
  struct Rule {
    int32_t rank;
    int64_t id;
  };
  const Rule* rule_of(int64_t left, int64_t right) const;
  /// Ids of one word's bytes, and how many bytes each has.
  std::vector<std::pair<int64_t, size_t>> merged(std::string_view bytes) const;

  std::array<int64_t, 256> id_of_byte_{};
  std::unordered_map<uint64_t, Rule> rules_;
  bool prefix_space_;
};

}  // namespace mmim
