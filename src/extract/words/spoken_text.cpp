#include "extract/words/spoken_text.h"

#include <algorithm>
#include <sstream>

#include "core/letters.h"

namespace mmim {

namespace {

/// Bytes of a mark in UTF-8 that is no letter, at the begin of `text`: of Latin-1, of General Punctuation and of
/// Chinese, Japanese and Korean. 0: none.
size_t size_of_mark(std::string_view text) {
  if (text.starts_with("\xC2")) return 2;
  for (const char* block : {"\xE2\x80", "\xE2\x81", "\xE3\x80"})
    if (text.starts_with(block)) return 3;
  return 0;
}

/// Letters and digits in lower case.
std::string bare_word(const std::string& word) {
  std::string bare;
  const std::string low = in_lower_case(word);
  for (size_t i = 0; i < low.size();) {
    const auto byte = static_cast<unsigned char>(low[i]);
    const size_t mark = size_of_mark(std::string_view(low).substr(i));
    if (mark == 0 && (std::isalnum(byte) || byte >= 0x80)) bare += low[i];
    i += std::max<size_t>(1, mark);
  }
  return bare;
}

struct Span {
  size_t begin = 0, end = 0;  // in characters of all words
};

/// Words one after the other, and where each of them stands.
struct Characters {
  std::string all;
  std::vector<Span> words;
  void add(const std::string& word) {
    const size_t begin = all.size();
    all += bare_word(word);
    words.push_back({begin, all.size()});
  }
  std::string_view at(size_t word) const { return std::string_view(all).substr(words[word].begin, size(word)); }
  size_t size(size_t word) const { return words[word].end - words[word].begin; }
};

/// For each word of `text` the timed words from first to last (exclusive) that say it; an empty range for none.
using Ranges = std::vector<std::pair<size_t, size_t>>;

/// The same characters, cut otherwise.
Ranges ranges_by_characters(const Characters& text, const Characters& timed) {
  Ranges ranges;
  for (const Span& word : text.words) {
    const auto before = [](const Span& span, size_t at) { return span.end <= at; };
    const auto first = std::lower_bound(timed.words.begin(), timed.words.end(), word.begin, before);
    const auto last = std::lower_bound(first, timed.words.end(), word.end,
                                       [](const Span& span, size_t at) { return span.begin < at; });
    const bool none = word.begin == word.end;
    const auto begin = static_cast<size_t>(first - timed.words.begin());
    ranges.emplace_back(begin, none ? begin : static_cast<size_t>(last - timed.words.begin()));
  }
  return ranges;
}

/// The longest common run of words in order.
Ranges ranges_by_words(const Characters& text, const Characters& timed) {
  const size_t rows = text.words.size(), columns = timed.words.size();
  std::vector<uint32_t> longest((rows + 1) * (columns + 1));
  const auto at = [&](size_t row, size_t column) -> uint32_t& { return longest[row * (columns + 1) + column]; };
  const auto same = [&](size_t row, size_t column) { return text.size(row) > 0 && text.at(row) == timed.at(column); };
  for (size_t row = rows; row-- > 0;)
    for (size_t column = columns; column-- > 0;)
      at(row, column) =
          same(row, column) ? at(row + 1, column + 1) + 1 : std::max(at(row + 1, column), at(row, column + 1));
  Ranges ranges;
  for (size_t row = 0, column = 0; row < rows;) {
    const bool found = column < columns && same(row, column);
    if (!found && column < columns && at(row, column + 1) > at(row + 1, column)) {
      ++column;
      continue;
    }
    ranges.emplace_back(column, column + found);
    column += found;
    ++row;
  }
  return ranges;
}

}  // namespace

std::optional<SpokenText> spoken_text(const std::string& text, std::span<const TimedWord> timed) {
  constexpr size_t kMostCompared = size_t{1} << 26;
  Characters own, given;
  SpokenText spoken;
  std::istringstream words(text);
  for (std::string word; words >> word;) {
    own.add(word);
    spoken.words.push_back({word});
  }
  for (const TimedWord& word : timed) given.add(word.text);
  if (own.words.size() * given.words.size() > kMostCompared && own.all != given.all) return {};
  const Ranges ranges = own.all == given.all ? ranges_by_characters(own, given) : ranges_by_words(own, given);

  int64_t sayable = 0;
  double before = timed.empty() ? 0 : timed.front().start;
  for (size_t i = 0; i < ranges.size(); ++i) {
    const auto [first, last] = ranges[i];
    TimedWord& word = spoken.words[i];
    sayable += own.size(i) > 0;
    spoken.found += first < last;
    if (first < last) {
      word.start = timed[first].start;
      word.end = std::max(timed[first].end, timed[last - 1].end);
      word.confidence = timed[first].confidence;
    } else {
      size_t next = i;
      while (next < ranges.size() && ranges[next].first == ranges[next].second) ++next;
      word.start = before;
      word.confidence = 0;
      word.end = next < ranges.size() ? std::max(before, timed[ranges[next].first].start)
                                      : std::max(before, timed.empty() ? 0 : timed.back().end);
    }
    before = std::max(before, word.end);
  }
  if (2 * spoken.found < sayable || (timed.empty() && sayable > 0)) return {};
  return spoken;
}

}  // namespace mmim
