#pragma once
#include <optional>
#include <string>
#include <vector>

namespace mmim {

/// How a word is said whose form is that of a number: money, a time, an ordinal, a decade, a year, a share, a fraction,
/// a range, a number with its sign, or letters with dots. Nothing for other words.
std::optional<std::vector<std::string>> said_by_form(const std::string& word);

/// "1,000", "3.14", "007": digits with commas, perhaps a point and further digits.
std::vector<std::string> say_number(const std::string& text);

}  // namespace mmim
