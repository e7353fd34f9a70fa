#pragma once
#include <string>
#include <vector>

#include "corpus/dataset.h"

namespace mmim {

/// Special tokens, every character of the texts as a first and a following piece, then whole words, most frequent
/// first, at most 30,000 tokens: no text made of these characters holds an unknown piece.
std::vector<std::string> vocabulary_of(const Split& split);

}  // namespace mmim
