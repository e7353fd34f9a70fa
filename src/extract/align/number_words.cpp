#include "extract/align/number_words.h"

#include <array>
#include <map>

namespace mmim {

namespace {

constexpr std::array kOnes{"zero",     "one",     "two",     "three",     "four",     "five",    "six",
                           "seven",    "eight",   "nine",    "ten",       "eleven",   "twelve",  "thirteen",
                           "fourteen", "fifteen", "sixteen", "seventeen", "eighteen", "nineteen"};
constexpr std::array kTens{"", "", "twenty", "thirty", "forty", "fifty", "sixty", "seventy", "eighty", "ninety"};
constexpr std::array<std::pair<uint64_t, const char*>, 5> kPowers{{{1'000'000'000'000'000, "quadrillion"},
                                                                   {1'000'000'000'000, "trillion"},
                                                                   {1'000'000'000, "billion"},
                                                                   {1'000'000, "million"},
                                                                   {1'000, "thousand"}}};

void append_below_thousand(std::vector<std::string>& words, uint64_t number) {
  if (number >= 100) {
    words.emplace_back(kOnes[number / 100]);
    words.emplace_back("hundred");
    number %= 100;
  }
  if (number >= 20) {
    words.emplace_back(kTens[number / 10]);
    number %= 10;
  }
  if (number > 0) words.emplace_back(kOnes[number]);
}

}  // namespace

std::vector<std::string> cardinal_words(uint64_t number) {
  if (number == 0) return {"zero"};
  if (number >= 1'000'000'000'000'000'000) return digit_words(std::to_string(number));
  std::vector<std::string> words;
  for (const auto& [power, name] : kPowers) {
    if (number < power) continue;
    append_below_thousand(words, number / power);
    words.emplace_back(name);
    number %= power;
  }
  append_below_thousand(words, number);
  return words;
}

std::vector<std::string> ordinal_words(uint64_t number) {
  static const std::map<std::string, std::string> irregular{
      {"one", "first"},    {"two", "second"}, {"three", "third"},   {"five", "fifth"},
      {"eight", "eighth"}, {"nine", "ninth"}, {"twelve", "twelfth"}};
  std::vector<std::string> words = cardinal_words(number);
  std::string& last = words.back();
  if (const auto found = irregular.find(last); found != irregular.end())
    last = found->second;
  else if (last.ends_with('y'))
    last = last.substr(0, last.size() - 1) + "ieth";
  else
    last += "th";
  return words;
}

std::vector<std::string> year_words(uint64_t year) {
  const uint64_t century = year / 100, rest = year % 100;
  if (century % 10 == 0 && rest < 10) return cardinal_words(year);
  std::vector<std::string> words = cardinal_words(century);
  if (rest == 0) {
    words.emplace_back("hundred");
    return words;
  }
  if (rest < 10) words.emplace_back("oh");
  const std::vector<std::string> last = cardinal_words(rest);
  words.insert(words.end(), last.begin(), last.end());
  return words;
}

std::vector<std::string> digit_words(const std::string& digits) {
  std::vector<std::string> words;
  for (const char c : digits)
    if (c >= '0' && c <= '9') words.emplace_back(kOnes[static_cast<size_t>(c - '0')]);
  return words;
}

std::string plural(const std::string& word) {
  if (word.ends_with('y')) return word.substr(0, word.size() - 1) + "ies";
  return word.ends_with('x') ? word + "es" : word + "s";
}

}  // namespace mmim
