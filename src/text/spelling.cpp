#include "text/spelling.h"

#include <unicode/uchar.h>
#include <unicode/unorm2.h>
#include <unicode/utf16.h>
#include <unicode/utf8.h>

#include <algorithm>

#include "core/error.h"

namespace mmim {

namespace {

constexpr UChar32 kDottedCapitalI = 0x130, kDotAbove = 0x307;  // the one character whose lower case is two

// The reference tokenizer carries the categories of Unicode 8.0: what came later counts there as unassigned, and six
// characters have since moved to another category.
int8_t category(UChar32 c) {
  switch (c) {
    case 0x1734:
      return U_NON_SPACING_MARK;
    case 0x166D:
    case 0x111C9:
      return U_OTHER_PUNCTUATION;
    case 0x1885:
    case 0x1886:
      return U_OTHER_LETTER;
    case 0xA9BD:
      return U_COMBINING_SPACING_MARK;
  }
  UVersionInfo since;
  u_charAge(c, since);
  return since[0] > 8 ? static_cast<int8_t>(U_UNASSIGNED) : u_charType(c);
}

bool vanishes(UChar32 c) {
  if (c == '\t' || c == '\n' || c == '\r') return false;
  if (c < 0x7F) return c < ' ';
  if (c == 0xFFFD) return true;
  const int8_t kind = category(c);
  return kind == U_CONTROL_CHAR || kind == U_FORMAT_CHAR || kind == U_PRIVATE_USE_CHAR || kind == U_SURROGATE;
}

bool is_chinese(UChar32 c) {
  if (c < 0x3400) return false;
  return (c >= 0x4E00 && c <= 0x9FFF) || c <= 0x4DBF || (c >= 0x20000 && c <= 0x2A6DF) ||
         (c >= 0x2A700 && c <= 0x2B81F) ||
         (c >= 0x2B920 && c <= 0x2CEAF) ||  // as the reference: 2B820 to 2B91F are not
         (c >= 0xF900 && c <= 0xFAFF) || (c >= 0x2F800 && c <= 0x2FA1F);
}

const UNormalizer2* canonical() {
  UErrorCode code = U_ZERO_ERROR;
  static const UNormalizer2* const normalizer = unorm2_getNFDInstance(&code);
  if (!normalizer) throw Error("the ICU library lacks its normalization data");
  return normalizer;
}

void decompose(const UNormalizer2* normalizer, Letter letter, std::vector<Letter>& letters) {
  constexpr UChar32 kFirstDecomposed = 0xC0;
  UChar parts[32];
  UErrorCode code = U_ZERO_ERROR;
  const int32_t length =
      letter.character < kFirstDecomposed || category(letter.character) == U_UNASSIGNED
          ? -1
          : unorm2_getDecomposition(normalizer, letter.character, parts, static_cast<int32_t>(std::size(parts)), &code);
  if (length < 0) return letters.push_back(letter);
  for (int32_t i = 0; i < length;) {
    UChar32 part;
    U16_NEXT(parts, i, length, part);
    letters.push_back({part, letter.word});
  }
}

// Marks of different classes on one base have no order of their own; NFD gives them the order of their classes.
void order_marks(std::vector<Letter>& letters) {
  const auto free = [](const Letter& letter) {
    return letter.character < 0x300 || !u_getCombiningClass(letter.character);
  };
  for (auto from = letters.begin(); from != letters.end();) {
    from = std::find_if_not(from, letters.end(), free);
    const auto to = std::find_if(from, letters.end(), free);
    if (to - from > 1)
      std::stable_sort(from, to, [](const Letter& a, const Letter& b) {
        return u_getCombiningClass(a.character) < u_getCombiningClass(b.character);
      });
    from = to;
  }
}

void strip_accents(std::vector<Letter>& letters) {
  std::erase_if(letters, [](const Letter& letter) {
    return letter.character >= 0x300 && category(letter.character) == U_NON_SPACING_MARK;
  });
}

// Character by character, so a capital sigma is never final.
void lower_case(std::vector<Letter>& letters) {
  for (Letter& letter : letters) letter.character = u_tolower(letter.character);
}

}  // namespace

int32_t WordCounter::word_of(UChar32 c) {
  const bool space =
      c < 0x80 ? (c >= 0x1C && c <= ' ') || (c >= '\t' && c <= '\r') : u_hasBinaryProperty(c, UCHAR_WHITE_SPACE);
  if (!space && !inside_) ++word_;
  inside_ = !space;
  return std::max(word_, 0);
}

bool is_space(UChar32 c) {
  return c < 0x80 ? c == ' ' || (c >= '\t' && c <= '\r') : u_hasBinaryProperty(c, UCHAR_WHITE_SPACE);
}

bool is_punctuation(UChar32 c) {
  if (c < 0x80) return c > ' ' && c < 0x7F && !u_isalnum(c);
  return (U_MASK(category(c)) & U_GC_P_MASK) != 0;
}

std::vector<Letter> spell(std::string_view utf8, const Spelling& spelling, WordCounter& words) {
  const UNormalizer2* normalizer = canonical();
  std::vector<Letter> letters;
  letters.reserve(utf8.size());
  for (size_t i = 0; i < utf8.size();) {
    Letter letter{};
    U8_NEXT_OR_FFFD(utf8.data(), i, utf8.size(), letter.character);
    letter.word = words.word_of(letter.character);
    if (spelling.clean_text && vanishes(letter.character)) continue;
    const bool apart = spelling.chinese_apart && is_chinese(letter.character);
    if (apart) letters.push_back({' ', letter.word});
    if (spelling.strips_accents())
      decompose(normalizer, letter, letters);
    else if (spelling.lower_case && letter.character == kDottedCapitalI)
      letters.insert(letters.end(), {{'i', letter.word}, {kDotAbove, letter.word}});
    else
      letters.push_back(letter);
    if (apart) letters.push_back({' ', letter.word});
  }
  if (spelling.strips_accents()) {
    order_marks(letters);
    strip_accents(letters);
  }
  if (spelling.lower_case) lower_case(letters);
  return letters;
}

}  // namespace mmim
