#pragma once
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace mmim {

/// A word of a text: its bytes [begin, end), and the same counted in characters, as Python and JavaScript's
/// Array.from() count them.
struct WordPlace {
  size_t begin = 0, end = 0;
  int64_t first = 0, last = 0;  ///< characters [first, last)
};

/// The words of a UTF-8 text in order: what stands between white space; ideographs and kana, which have no white space
/// between words, each by itself.
std::vector<WordPlace> word_places(std::string_view text);

}  // namespace mmim
