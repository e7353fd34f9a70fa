#include "text/word_places.h"

#include <unicode/uchar.h>
#include <unicode/utf8.h>

namespace mmim {

namespace {

bool stands_alone(UChar32 c) {
  if (c < 0x2E80) return false;
  return u_hasBinaryProperty(c, UCHAR_IDEOGRAPHIC) || (c >= 0x3040 && c <= 0x30FF) || (c >= 0x31F0 && c <= 0x31FF);
}

}  // namespace

std::vector<WordPlace> word_places(std::string_view text) {
  std::vector<WordPlace> words;
  bool open = false;  // whether the last word may go on
  int64_t character = 0;
  const auto length = static_cast<int32_t>(text.size());
  for (int32_t at = 0; at < length; ++character) {
    const auto begin = static_cast<size_t>(at);
    UChar32 c = 0;
    U8_NEXT_OR_FFFD(text.data(), at, length, c);
    const auto end = static_cast<size_t>(at);
    if (u_isUWhiteSpace(c) || (c >= 0x1C && c <= 0x1F)) {
      open = false;
      continue;
    }
    const bool alone = stands_alone(c);
    if (open && !alone) {
      words.back().end = end;
      words.back().last = character + 1;
    } else {
      words.push_back({begin, end, character, character + 1});
    }
    open = !alone;
  }
  return words;
}

}  // namespace mmim
