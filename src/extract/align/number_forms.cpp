#include "extract/align/number_forms.h"

#include <algorithm>
#include <map>
#include <regex>

#include "core/letters.h"
#include "extract/align/number_words.h"

namespace mmim {

namespace {

using Said = std::vector<std::string>;

constexpr size_t kLongestForm = 64;  ///< characters; matching takes stack for each

void append(Said& said, const Said& more) { said.insert(said.end(), more.begin(), more.end()); }

bool is_digit(char c) { return c >= '0' && c <= '9'; }
bool is_letter(char c) { return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z'); }

uint64_t number_of(const std::string& digits) {
  uint64_t value = 0;
  for (const char c : digits)
    if (is_digit(c)) value = value * 10 + static_cast<uint64_t>(c - '0');
  return value;
}

}  // namespace

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

namespace {

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
  if (!said.empty())
    said.push_back(number_of(whole) == 1 && size.empty() && (cents.empty() || has_cents) ? unit : plural(unit));
  if (!has_cents || number_of(cents) == 0) return said;
  if (!said.empty()) said.emplace_back("and");
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

}  // namespace

std::optional<Said> said_by_form(const std::string& word) {
  std::smatch match;
  if (word.size() > kLongestForm) return std::nullopt;
  for (const Rule& rule : rules())
    if (std::regex_match(word, match, rule.pattern)) return rule.say(match);
  return std::nullopt;
}

}  // namespace mmim
