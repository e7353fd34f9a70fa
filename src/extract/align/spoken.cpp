#include "extract/align/spoken.h"

#include <algorithm>
#include <map>
#include <regex>
#include <sstream>

#include "core/letters.h"
#include "extract/align/abbreviations.h"
#include "extract/align/number_words.h"

namespace mmim {

namespace {

using Said = std::vector<std::string>;

void append(Said& said, const Said& more) { said.insert(said.end(), more.begin(), more.end()); }

bool is_digit(char c) { return c >= '0' && c <= '9'; }
bool is_letter(char c) { return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z'); }

/// Letters of Latin-1 without accents, apostrophes and dashes of ASCII; other characters remain.
std::string in_ascii(std::string text) {
  static constexpr const char* kLetters =
      "AAAAAAACEEEEIIIIDNOOOOO OUUUUYTsaaaaaaaceeeeiiiidnooooo ouuuuyty";  // from U+00C0
  static const std::vector<std::pair<std::string, std::string>> marks{
      {"\u2019", "'"},  {"\u2018", "'"},    {"\u02BC", "'"},    {"\u201C", "\""},
      {"\u201D", "\""}, {"\u2013", " - "},  {"\u2014", " - "},  {"\u2026", " ... "},
      {"\u00A0", " "},  {"\u00BD", " 1/2"}, {"\u00BC", " 1/4"}, {"\u00BE", " 3/4"}};
  for (const auto& [mark, plain] : marks)
    for (size_t at = 0; (at = text.find(mark, at)) != text.npos; at += plain.size())
      text.replace(at, mark.size(), plain);
  std::string plain;
  for (size_t at = 0; at < text.size(); ++at) {
    const auto byte = static_cast<unsigned char>(text[at]);
    const auto next = static_cast<unsigned char>(at + 1 < text.size() ? text[at + 1] : 0);
    if (byte == 0xC3 && next >= 0x80 && next < 0xC0) {
      plain += kLetters[next - 0x80];
      ++at;
    } else {
      plain += text[at];
    }
  }
  return plain;
}

/// Sequels of a film and the like. I, V and X alone are words or letters.
uint64_t roman(const std::string& word) {
  static const std::map<std::string, uint64_t> all{{"II", 2},   {"III", 3}, {"IV", 4},  {"VI", 6},  {"VII", 7},
                                                   {"VIII", 8}, {"IX", 9},  {"XI", 11}, {"XII", 12}};
  const auto found = all.find(word);
  return found == all.end() ? 0 : found->second;
}

uint64_t number_of(const std::string& digits) {
  uint64_t value = 0;
  for (const char c : digits)
    if (is_digit(c)) value = value * 10 + static_cast<uint64_t>(c - '0');
  return value;
}

/// "1,000", "3.14", "007": as far as a number goes.
Said say_number(const std::string& text) {
  const size_t point = text.find('.');
  const std::string whole = text.substr(0, point);
  const auto digits = std::count_if(whole.begin(), whole.end(), is_digit);
  const bool by_digit = digits > 18 || (digits > 1 && whole[0] == '0');
  Said said;
  if (digits > 0) said = by_digit ? digit_words(whole) : cardinal_words(number_of(whole));
  if (point != text.npos && point + 1 < text.size()) {
    said.emplace_back("point");
    append(said, digit_words(text.substr(point)));
  }
  return said;
}

Said say_letters(const std::string& word) {
  const bool no_vowel = word.find_first_of("aeiouyAEIOUY'") == word.npos;
  if (!no_vowel || word.size() > 5) return {in_lower_case(word)};
  Said said;  // an abbreviation that nobody can say as a word
  for (const char c : word) said.push_back(in_lower_case(std::string(1, c)));
  return said;
}

/// Runs of letters and of digits in turn; whatever else there is parts them.
Said say_parts(const std::string& core) {
  static const std::regex part(R"([A-Za-z']+|\d[\d,]*(\.\d+)?)");
  static const std::regex address(R"(.+\.(com|org|net|edu|gov|io|uk|tv))", std::regex::icase);
  const bool dots = std::regex_match(core, address);
  Said said;
  size_t last = 0;
  for (std::sregex_iterator found(core.begin(), core.end(), part), end; found != end; ++found) {
    const std::string piece = found->str();
    const std::string between = core.substr(last, static_cast<size_t>(found->position()) - last);
    if (dots && between == ".") said.emplace_back("dot");
    if (between == "&") said.emplace_back("and");
    if (between == "@") said.emplace_back("at");
    if (is_digit(piece[0]))
      append(said, say_number(piece));
    else if (piece.find_first_not_of('\'') != piece.npos)
      append(said, say_letters(piece));
    last = static_cast<size_t>(found->position() + found->length());
  }
  return said;
}

Said say_money(const std::smatch& match) {
  static const std::map<std::string, std::pair<std::string, std::string>> units{
      {"$", {"dollar", "cent"}}, {"\u00A3", {"pound", "penny"}}, {"\u20AC", {"euro", "cent"}}};
  static const std::map<std::string, std::string> sizes{
      {"k", "thousand"}, {"m", "million"}, {"b", "billion"}, {"bn", "billion"}};
  const auto& [unit, small] = units.at(match[1]);
  const std::string whole = match[2], cents = match[4], size = in_lower_case(match[5]);
  const bool has_cents = cents.size() == 2 && size.empty();
  Said said = say_number(has_cents || cents.empty() ? whole : whole + "." + cents);
  if (!size.empty()) said.push_back(sizes.at(size));
  said.push_back(number_of(whole) == 1 && size.empty() && (cents.empty() || has_cents) ? unit : plural(unit));
  if (!has_cents || number_of(cents) == 0) return said;
  said.emplace_back("and");
  append(said, cardinal_words(number_of(cents)));
  said.push_back(small == "penny" ? "pence" : number_of(cents) == 1 ? small : plural(small));
  return said;
}

Said say_time(const std::smatch& match) {
  Said said = cardinal_words(number_of(match[1]));
  const uint64_t minutes = number_of(match[2]);
  const std::string half = in_lower_case(match[3]);
  if (minutes == 0 && half.empty()) said.emplace_back("o'clock");
  if (minutes > 0 && minutes < 10) said.emplace_back("oh");
  if (minutes > 0) append(said, cardinal_words(minutes));
  for (const char c : half)
    if (is_letter(c)) said.emplace_back(1, c);
  return said;
}

Said say_decade(const std::smatch& match) {
  Said said = match[1].length() == 0 ? cardinal_words(number_of(match[2])) : year_words(number_of(match.str()));
  said.back() = plural(said.back());
  return said;
}

Said say_fraction(const std::smatch& match) {
  const uint64_t above = number_of(match[1]), below = number_of(match[2]);
  Said said = cardinal_words(above);
  if (below < 2 || below > 10 || above >= below) {  // 24/7, 9/11
    append(said, cardinal_words(below));
    return said;
  }
  const std::string part = below == 2 ? "half" : below == 4 ? "quarter" : ordinal_words(below)[0];
  said.push_back(above == 1 ? part : part == "half" ? "halves" : plural(part));
  return said;
}

struct Rule {
  std::regex pattern;
  Said (*say)(const std::smatch&);
};

/// The first that matches a whole word says it.
const std::vector<Rule>& rules() {
  static const std::vector<Rule> all{
      {std::regex("(\\$|\u00A3|\u20AC)(\\d[\\d,]*|(?=\\.))(\\.(\\d+))?(k|m|b|bn)?", std::regex::icase), say_money},
      {std::regex(R"((\d{1,2}):(\d{2})([ap]\.?m\.?)?)", std::regex::icase), say_time},
      {std::regex(R"((\d{1,2})()([ap]\.?m\.?))", std::regex::icase), say_time},
      {std::regex(R"((\d[\d,]*)(st|nd|rd|th))", std::regex::icase),
       [](const std::smatch& match) { return ordinal_words(number_of(match[1])); }},
      {std::regex(R"('?(1\d|20)?(\d0)'?s)"), say_decade},
      {std::regex(R"(1[1-9]\d\d|20\d\d)"), [](const std::smatch& match) { return year_words(number_of(match.str())); }},
      {std::regex(R"((\d[\d,]*\.?\d*|\.\d+)%)"),
       [](const std::smatch& match) {
         Said said = say_number(match[1]);
         said.emplace_back("percent");
         return said;
       }},
      {std::regex(R"((\d+)/(\d+))"), say_fraction},
      {std::regex(R"((\d+)-(\d+))"),
       [](const std::smatch& match) {
         Said said = say_number(match[1]);
         said.emplace_back("to");
         append(said, say_number(match[2]));
         return said;
       }},
      {std::regex(R"(-(\d[\d,]*(\.\d+)?))"),
       [](const std::smatch& match) {
         Said said{"minus"};
         append(said, say_number(match[1]));
         return said;
       }},
      {std::regex(R"(\d[\d,]*(\.\d+)?|\.\d+)"), [](const std::smatch& match) { return say_number(match.str()); }},
      {std::regex(R"(#(\d+))"),
       [](const std::smatch& match) {
         Said said{"number"};
         append(said, say_number(match[1]));
         return said;
       }},
      {std::regex(R"(([A-Za-z]\.){2,}[A-Za-z]?)"), [](const std::smatch& match) {
         Said said;
         for (const char c : match.str())
           if (is_letter(c)) said.push_back(in_lower_case(std::string(1, c)));
         return said;
       }}};
  return all;
}

constexpr const char* kAround = "\"()[]{}<>,;:!?*_~|";  ///< punctuation beside words

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
  std::smatch match;
  for (int dots = 0; dots < 2; ++dots) {  // "5.30." with its last dot, then without
    for (const Rule& rule : rules())
      if (std::regex_match(core, match, rule.pattern)) return rule.say(match);
    core = core.substr(0, core.find_last_not_of('.') + 1);
  }
  if (const uint64_t number = roman(core)) return cardinal_words(number);
  if (keeps_apostrophe(in_lower_case(core))) return {in_lower_case(core)};
  const size_t begin = core.find_first_not_of("'.-"), end = core.find_last_not_of("'.-");
  if (begin == core.npos) return {};
  core = core.substr(begin, end + 1 - begin);
  const auto again = abbreviations().find(in_lower_case(core));
  return again != abbreviations().end() ? again->second : say_parts(core);
}

/// As written, but for what stands around it.
std::string shown(const std::string& word) {
  const std::string inner = without_marks(word);
  const size_t end = inner.find_last_not_of(".-");
  return end == inner.npos || abbreviations().contains(in_lower_case(inner)) ? inner : inner.substr(0, end + 1);
}

}  // namespace

std::vector<SpokenWord> spoken_words(const std::string& transcript) {
  std::istringstream pieces(in_ascii(transcript));
  std::vector<SpokenWord> words;
  std::string money;  // "$5 million" is said "five million dollars"
  for (std::string piece; pieces >> piece;) {
    SpokenWord word{shown(piece), say(without_marks(piece))};
    const std::string size = word.said.size() == 1 ? word.said[0] : "";
    if (!money.empty() && (size == "thousand" || size == "million" || size == "billion" || size == "trillion")) {
      words.back().said.pop_back();
      word.said.push_back(plural(money));
    }
    const std::string unit = word.said.empty() ? "" : word.said.back();
    money = unit == "dollars" || unit == "euros" || unit == "pounds" ? unit.substr(0, unit.size() - 1)
            : piece.starts_with('$') && unit == "dollar"             ? unit
                                                                     : "";
    if (!word.said.empty() && !word.text.empty()) words.push_back(std::move(word));
  }
  return words;
}

}  // namespace mmim
