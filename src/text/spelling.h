#pragma once
#include <unicode/umachine.h>

#include <cstdint>
#include <optional>
#include <string_view>
#include <vector>

namespace mmim {

/// What happens to a text before it is cut into pieces: the settings of Hugging Face's BertNormalizer.
struct Spelling {
  bool lower_case = true;
  std::optional<bool> strip_accents = std::nullopt;  ///< unset: as lower_case
  bool chinese_apart = true;                         ///< every CJK ideograph is a word of its own
  bool clean_text = true;                            ///< control characters vanish, all white space is one kind
  bool strips_accents() const { return strip_accents.value_or(lower_case); }
};

/// A character on its way into word pieces, with the word of the original text in which it stands.
struct Letter {
  UChar32 character;
  int32_t word;
};

/// Counts the words of a text as Python's str.split() separates them, one character after the other.
class WordCounter {
 public:
  /// The index of the word that `character` stands in (for white space: of the word before it, at least 0).
  int32_t word_of(UChar32 character);

 private:
  int32_t word_ = -1;
  bool inside_ = false;
};

/// The characters of `utf8` after cleaning, setting ideographs apart, stripping accents and lower-casing, in this
/// order.
std::vector<Letter> spell(std::string_view utf8, const Spelling& spelling, WordCounter& words);

/// White space that ends a word after spelling.
bool is_space(UChar32 character);
/// A character that is a word of its own after spelling: ASCII symbols such as $ + ~ and Unicode category P.
bool is_punctuation(UChar32 character);

}  // namespace mmim
