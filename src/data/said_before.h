#pragma once
#include "corpus/dataset.h"

namespace mmim {

/// For each utterance of a split what was said before it in its video: the texts of the clips whose ids have lower
/// numbers, in their order, joined by a blank; of them the last `words` words. Empty where an id names no clip.
std::vector<std::string> said_before(const Split& split, int64_t words);

}  // namespace mmim
