#include "extract/align/spoken.h"

#include <algorithm>
#include <map>
#include <sstream>
#include <string_view>

#include "core/letters.h"
#include "extract/align/abbreviations.h"
#include "extract/align/number_forms.h"
#include "extract/align/number_words.h"
#include "formats/unicode.h"

namespace mmim {

namespace {

using Said = std::vector<std::string>;

constexpr size_t kLongestWord = 64;                                          ///< letters
constexpr const char* kAround = "\"()[]{}<>,;:!?*_~|";                       ///< punctuation beside words
constexpr const char* kCurled[] = {"\u201C", "\u201D", "\u2018", "\u2026"};  ///< more of it
constexpr const char* kLetters = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz'";

void append_said(Said& said, const Said& more) { said.insert(said.end(), more.begin(), more.end()); }

bool is_numeral(char c) { return c >= '0' && c <= '9'; }

/// Dashes and hard blanks part words.
std::string with_blanks(std::string text) {
  for (const char* mark : {"\u2013", "\u2014", "\u00A0"})
    for (size_t at = 0; (at = text.find(mark, at)) != text.npos;) text.replace(at, std::string_view(mark).size(), " ");
  return text;
}

/// Sequels of a film and the like. I, V and X alone are words or letters.
uint64_t roman(const std::string& word) {
  static const std::map<std::string, uint64_t> all{{"II", 2},   {"III", 3}, {"IV", 4},  {"VI", 6},  {"VII", 7},
                                                   {"VIII", 8}, {"IX", 9},  {"XI", 11}, {"XII", 12}};
  const auto found = all.find(word);
  return found == all.end() ? 0 : found->second;
}

Said say_letters(const std::string& word) {
  if (word.size() > kLongestWord || word.find_first_not_of('\'') == word.npos) return {};
  const bool no_vowel = word.find_first_of("aeiouyAEIOUY'") == word.npos;
  if (!no_vowel || word.size() > 5) return {in_lower_case(word)};
  Said said;  // an abbreviation that nobody can say as a word
  for (const char c : word) said.push_back(in_lower_case(std::string(1, c)));
  return said;
}

/// The digits and commas from `at` on, and a point with digits behind it.
size_t end_of_number(const std::string& word, size_t at) {
  constexpr const char* kDigits = "0123456789";
  const size_t end = std::min(word.find_first_not_of("0123456789,", at), word.size());
  if (end + 1 >= word.size() || word[end] != '.' || !is_numeral(word[end + 1])) return end;
  return std::min(word.find_first_not_of(kDigits, end + 1), word.size());
}

bool is_address(const std::string& word) {
  const std::string small = in_lower_case(word);
  for (const char* ending : {".com", ".org", ".net", ".edu", ".gov", ".io", ".uk", ".tv"})
    if (small.ends_with(ending)) return true;
  return false;
}

/// Runs of letters and of digits in turn; whatever else there is parts them.
Said say_parts(const std::string& word) {
  const bool address = is_address(word);
  Said said;
  std::string between;
  for (size_t at = 0; at < word.size();) {
    const size_t letters = std::min(word.find_first_not_of(kLetters, at), word.size());
    const size_t end = letters > at ? letters : is_numeral(word[at]) ? end_of_number(word, at) : at;
    if (end == at) {
      between += word[at++];
      continue;
    }
    if (address && between == ".") said.emplace_back("dot");
    if (between == "&") said.emplace_back("and");
    if (between == "@") said.emplace_back("at");
    between.clear();
    const std::string part = word.substr(at, end - at);
    append_said(said, is_numeral(part[0]) ? say_number(part) : say_letters(part));
    at = end;
  }
  return said;
}

std::string without_marks(const std::string& word) {
  const size_t begin = word.find_first_not_of(kAround);
  if (begin == word.npos) return "";
  return word.substr(begin, word.find_last_not_of(kAround) + 1 - begin);
}

bool keeps_apostrophe(const std::string& word) {
  return word == "'em" || word == "'cause" || word == "'til" || word == "'bout" || word == "'course";
}

Said say(const std::string& word) {
  const auto known = abbreviations().find(in_lower_case(word));
  if (known != abbreviations().end()) return known->second;
  std::string core = word;
  if (const auto said = said_by_form(core)) return *said;
  core = core.substr(0, core.find_last_not_of('.') + 1);
  if (const auto said = said_by_form(core)) return *said;
  if (const uint64_t number = roman(core)) return cardinal_words(number);
  if (keeps_apostrophe(in_lower_case(core))) return {in_lower_case(core)};
  const size_t begin = core.find_first_not_of("'.-"), end = core.find_last_not_of("'.-");
  if (begin == core.npos) return {};
  core = core.substr(begin, end + 1 - begin);
  const auto again = abbreviations().find(in_lower_case(core));
  return again != abbreviations().end() ? again->second : say_parts(core);
}

/// A piece may be several words in ASCII: "3\u00BD" is "3 1/2".
Said say_piece(const std::string& piece) {
  std::istringstream words(in_ascii(piece));
  Said said;
  for (std::string word; words >> word;) append_said(said, say(without_marks(word)));
  return said;
}

/// As written, but for what stands around it.
std::string shown(const std::string& piece) {
  std::string inner = without_marks(piece);
  for (const char* mark : kCurled) {
    const size_t length = std::string_view(mark).size();
    if (inner.starts_with(mark)) inner = without_marks(inner.substr(length));
    if (inner.ends_with(mark)) inner = without_marks(inner.substr(0, inner.size() - length));
  }
  const size_t end = inner.find_last_not_of(".-");
  return end == inner.npos || abbreviations().contains(in_lower_case(inner)) ? inner : inner.substr(0, end + 1);
}

bool is_size(const Said& said) {
  if (said.size() != 1) return false;
  return said[0] == "thousand" || said[0] == "million" || said[0] == "billion" || said[0] == "trillion";
}

/// The unit with which money ends, else "".
std::string money_of(const std::string& piece, const Said& said) {
  const std::string last = said.empty() ? "" : said.back();
  if (last == "dollars" || last == "euros" || last == "pounds") return last.substr(0, last.size() - 1);
  return piece.starts_with('$') && last == "dollar" ? last : "";
}

}  // namespace

std::vector<SpokenWord> spoken_words(const std::string& transcript) {
  std::istringstream pieces(with_blanks(transcript));
  std::vector<SpokenWord> words;
  std::string money;  // "$5 million" is said "five million dollars"
  for (std::string piece; pieces >> piece;) {
    SpokenWord word{shown(piece), say_piece(piece)};
    if (!money.empty() && is_size(word.said)) {
      words.back().said.pop_back();
      word.said.push_back(plural(money));
    }
    money = money_of(piece, word.said);
    if (!word.said.empty() && !word.text.empty()) words.push_back(std::move(word));
  }
  return words;
}

}  // namespace mmim
