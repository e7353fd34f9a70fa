#include "extract/clip/words_of_text.h"

#include <sstream>

#include "core/error.h"
#include "core/letters.h"
#include "core/sentence.h"

namespace mmim {

namespace {

/// A word without the case of its letters and without marks around and within it.
std::string bare(const std::string& word) {
  std::string plain;
  for (const char c : in_lower_case(word)) {
    const auto byte = static_cast<unsigned char>(c);
    if (byte >= 0x80 || (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9')) plain += c;
  }
  return plain.empty() ? word : plain;
}

}  // namespace

std::vector<TimedWord> words_of_text(const std::string& text, const std::vector<TimedWord>& timed, double seconds,
                                     const std::string& where) {
  std::vector<TimedWord> words;
  std::vector<bool> found;
  size_t next = 0;
  std::istringstream stream(text);
  for (std::string word; stream >> word;) {
    const bool is_next = next < timed.size() && bare(timed[next].text) == bare(word);
    found.push_back(is_next);
    words.push_back(is_next ? timed[next++] : TimedWord{});
    words.back().text = word;
  }
  if (next < timed.size())
    throw DataError(
        sentence("{}: the words with times do not follow the text: `{}`, word {} of them, is not in its place", where,
                 timed[next].text, static_cast<int64_t>(next) + 1));
  double before = 0;
  for (size_t i = 0; i < words.size(); ++i) {
    if (found[i]) {
      before = words[i].end;
      continue;
    }
    size_t after = i;
    while (after < words.size() && !found[after]) ++after;
    words[i].start = before;
    words[i].end = std::max(before, after < words.size() ? words[after].start : seconds);
    words[i].confidence = 0;
  }
  return words;
}

}  // namespace mmim
