#include "text/context.h"

#include <algorithm>
#include <limits>

namespace mmim {

Pieces encode_in_context(const WordPieces& pieces, std::string_view text, std::string_view context,
                         PieceLimits limits) {
  Pieces own = pieces.encode(text, limits.text);
  if (limits.context < 2) return own;
  const std::vector<int64_t> before = pieces.encode(context, std::numeric_limits<int32_t>::max()).ids;
  const auto kept = std::min<int64_t>(limits.context - 1, static_cast<int64_t>(before.size()) - 2);
  if (kept < 1) return own;
  const auto count = static_cast<std::ptrdiff_t>(kept + 1);
  own.ids.insert(own.ids.begin() + 1, before.end() - count, before.end());
  own.word_of_piece.insert(own.word_of_piece.begin() + 1, static_cast<size_t>(count), -1);
  own.context = count;
  return own;
}

std::string_view last_words(std::string_view text, int64_t count) {
  constexpr std::string_view kApart = " \t\n\v\f\r";
  size_t begin = text.size();
  for (int64_t i = 0; i < count; ++i) {
    const size_t end = text.substr(0, begin).find_last_not_of(kApart);
    if (end == text.npos) break;
    const size_t apart = text.substr(0, end).find_last_of(kApart);
    begin = apart == text.npos ? 0 : apart + 1;
  }
  return text.substr(begin);
}

}  // namespace mmim
