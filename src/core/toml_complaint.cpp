#include "core/toml_complaint.h"

#include <algorithm>
#include <array>

namespace mmim {

namespace {

/// Parts of the parser's sentence, the first that fits, and what they mean.
struct Meaning {
  const char *first, *second, *plain;
};
constexpr const char* kValue = "the value is no number, true, false or [list], and text stands in \"quotes\"";
constexpr std::array<Meaning, 15> kMeanings{
    {{"invalid utf-8", "", "is no UTF-8"},
     {"could not determine value type", "", kValue},
     {"parsing boolean", "", kValue},
     {"expected 'nan'", "", kValue},
     {"expected 'inf'", "", kValue},
     {"unknown escape", "", "a backslash in \"double quotes\" begins an escape; write the text in 'single quotes'"},
     {"parsing string", "end-of-file", "a quote is opened and never closed"},
     {"parsing array", "end-of-file", "a list is opened and never closed by ]"},
     {"table header", "expected ']'", "a section is not closed by ]"},
     {"cannot redefine", "", "the name stands twice"},
     {"expected decimal digit, saw '.'", "", "a number has a digit before its point, such as 0.1"},
     {"leading zero", "", "a number does not begin with 0"},
     {"expected a comment or whitespace", "", "something follows the value; several values are a list: [1, 2]"},
     {"key-value pair", "end-of-file", "the value is missing"},
     {"expected '='", "", "a line is `name = value` or `[section]`"}}};

std::string in_plain_words(const std::string& description) {
  for (const Meaning& meaning : kMeanings)
    if (description.find(meaning.first) != description.npos && description.find(meaning.second) != description.npos)
      return meaning.plain;
  if (description.find("root table") != description.npos) return kMeanings.back().plain;
  constexpr std::string_view kPrefix = "Error while parsing ";
  return description.starts_with(kPrefix) ? "in this " + description.substr(kPrefix.size()) : description;
}

std::string line_of(const std::string& text, size_t line) {
  size_t begin = 0;
  for (size_t i = 1; i < line && begin != text.npos; ++i) {
    begin = text.find('\n', begin);
    if (begin != text.npos) ++begin;
  }
  if (begin == text.npos || begin >= text.size()) return "";
  constexpr size_t kLongest = 60;
  std::string found = text.substr(begin, std::min(text.find('\n', begin) - begin, kLongest));
  std::erase_if(found,
                [](char c) { return static_cast<unsigned char>(c) < 0x20 || static_cast<unsigned char>(c) > 0x7E; });
  return found;
}

}  // namespace

std::string toml_complaint(const std::string& description, const std::string& text, size_t line) {
  std::string said = in_plain_words(description);  // may quote a line break
  std::replace(said.begin(), said.end(), '\n', ' ');
  const std::string found = line_of(text, line);
  return said + (found.empty() ? "" : " (`" + found + "`)");
}

}  // namespace mmim
