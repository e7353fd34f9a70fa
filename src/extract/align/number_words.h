#pragma once
#include <cstdint>
#include <string>
#include <vector>

namespace mmim {

/// Numbers as words of English: 123 is "one", "hundred", "twenty", "three".
std::vector<std::string> cardinal_words(uint64_t number);
/// 21 is "twenty", "first".
std::vector<std::string> ordinal_words(uint64_t number);
/// 1984 is "nineteen", "eighty", "four"; 2005 is "two", "thousand", "five".
std::vector<std::string> year_words(uint64_t year);
/// Digit by digit; other characters are left out.
std::vector<std::string> digit_words(const std::string& digits);
/// "eighty" is "eighties", "dollar" is "dollars".
std::string plural(const std::string& word);

}  // namespace mmim
