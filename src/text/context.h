#pragma once
#include "text/word_pieces.h"

namespace mmim {

/// Most word pieces of a text and of what was said before it.
struct PieceLimits {
  PieceLimits(int64_t text_pieces, int64_t context_pieces = 0) : text(text_pieces), context(context_pieces) {}
  int64_t text;     ///< [CLS] and [SEP] included
  int64_t context;  ///< the [SEP] behind it included; below 2 none is read
  int64_t total() const { return text + context; }
};

/// [CLS] + the last pieces of `context` + [SEP] + pieces.encode(text) without its [CLS]; without a piece of the context
/// pieces.encode(text). Pieces of the context belong to no word (-1). UsageError as encode().
Pieces encode_in_context(const WordPieces& pieces, std::string_view text, std::string_view context, PieceLimits limits);

/// The end of a text with its last `count` words, which blanks and line breaks keep apart.
std::string_view last_words(std::string_view text, int64_t count);

}  // namespace mmim
