#pragma once
#include <string>

#include "data/prepared_split.h"

namespace mmim {

/// Share of the pieces of a split, [CLS] and [SEP] left out, that the vocabulary does not know; 0 without any.
double unknown_share(const PreparedSplit& split, const WordPieces& pieces);

/// A sentence where more than a fifth of the pieces are [UNK], else "".
std::string doubt_of_vocabulary(const PreparedSplit& split, const WordPieces& pieces);

}  // namespace mmim
